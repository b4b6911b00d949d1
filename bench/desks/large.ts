/** Companies that pay very many people at once, for what is compared line by line. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { createCompany } from '@/payroll/companies/create-company'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { SAMPLE_COMPANIES } from '@/stack/sample-data/companies'
import { paySampleRun } from '@/stack/sample-data/pay-run'
import { samplePayrollFile } from '@/stack/sample-data/payroll-file'
import { openFolders } from '@/workers/bank-gateway/folders'
import { APPROVER, PREPARER } from './fill'

/** Every person of the files is there so many times, with a number and an account of their own each. */
export type LargeRun = { people: number; times: number }

/** A month that is approved, and the next, submitted, through the real commands; then multiplied in place. @returns the id of the second, and its lines. */
export async function fillLarge(url: string, appUrl: string, { people, times }: LargeRun): Promise<{ id: string; lines: number }> {
  const [, sample] = SAMPLE_COMPANIES
  const corridor = sample?.corridors[0]
  if (!sample || !corridor) throw new Error('there is no second sample company')
  const company = { ...sample, code: `L${String(times).padStart(2, '0')}`, corridors: [{ ...corridor, people }] }
  const ledger = openLedger(appUrl, 4)
  const folder = mkdtempSync(join(tmpdir(), 'payledger-desks-'))
  try {
    const companyId = await createCompany(ledger, company)
    const place = { ledger, folders: await openFolders(folder), accountHashKey: 'a key of the benchmark, worth nothing elsewhere' }
    for (const [month, until] of [
      [7, 'approved'],
      [8, 'submitted'],
    ] as const) {
      await paySampleRun(
        { ...place, preparer: PREPARER, approver: APPROVER },
        {
          ...{ companyId, until, fileName: `large-${month}.csv`, csv: samplePayrollFile(company, month - 7) },
          ...{ period: `2025-0${month}`, payDate: `2025-0${month}-25`, startedAt: new Date(`2025-0${month}-21T08:12:00Z`) },
        },
      )
    }
    await withRulesOff(url, (client) => enlarge(client, companyId, times))
    return await ledger.payrollRun.findFirstOrThrow({ where: { companyId, status: 'submitted' }, select: { id: true, lines: true } })
  } finally {
    await ledger.$disconnect()
    rmSync(folder, { recursive: true })
  }
}

/** A run's lines are numbered in steps of this from copy to copy. */
const STEP = 20_000

async function enlarge(client: Client, companyId: string, times: number): Promise<void> {
  const own = `'employee_number', k::text || t.employee_number, 'account_hash', md5(t.account_hash || k::text) || md5(k::text || t.account_hash)`
  const number = `'line_number', t.line_number + k * ${STEP}`
  for (const [table, changes] of [
    ['payroll_line', `${number}, ${own}`],
    ['payout', `'id', uuidv7(), ${number}, ${own}`],
    ['person_payment', `${number}, 'person', k::text || t.person`],
  ]) {
    await client.query(
      `INSERT INTO ${table} SELECT c.* FROM ${table} t JOIN payroll_run r ON r.id = t.run_id, generate_series(1, $2 - 1) AS k,
         LATERAL jsonb_populate_record(t, jsonb_build_object(${changes})) c
       WHERE r.company_id = $1`,
      [companyId, times],
    )
  }
  await client.query('UPDATE payroll_run SET lines = lines * $2 WHERE company_id = $1', [companyId, times])
  await client.query('VACUUM ANALYZE payroll_run, payroll_line, payout, person_payment')
}

/** The ledger's rules are off meanwhile: rows that are born settled are none they would let in. */
async function withRulesOff(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    await work(client)
  } finally {
    await client.end()
  }
}

/** The run so many times more in its own period, settled, with its lines and payouts: everybody in it is paid again. */
export const repeatRun = (url: string, runId: string, times: number): Promise<void> =>
  withRulesOff(url, async (client) => {
    for (let n = 1; n <= times; n++) {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO payroll_run SELECT c.* FROM payroll_run r, LATERAL jsonb_populate_record(r, jsonb_build_object('id', uuidv7(),
           'reference', r.reference || '~' || $2::text, 'status', 'settled', 'approved_by', 'approver')) c WHERE r.id = $1 RETURNING id`,
        [runId, n],
      )
      const copy = rows[0]?.id
      for (const [table, changes] of [
        ['payroll_line', ''],
        ['payout', `, 'id', uuidv7(), 'status', 'settled'`],
      ]) {
        await client.query(
          `INSERT INTO ${table} SELECT c.* FROM ${table} t, LATERAL jsonb_populate_record(t, jsonb_build_object('run_id', $2::text${changes})) c
           WHERE t.run_id = $1`,
          [runId, copy],
        )
      }
    }
    await client.query('VACUUM ANALYZE payroll_run, payroll_line, payout')
  })
