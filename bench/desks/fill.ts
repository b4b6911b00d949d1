/** A ledger of many payouts, for measuring what the desks and the workers ask of it. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '@/events/envelope'
import { createCompany } from '@/payroll/companies/create-company'
import { confirmResolution, proposeResolution } from '@/payroll/exceptions/resolve-exception'
import { abandonImport } from '@/payroll/imports/abandon-import'
import { beginImport } from '@/payroll/imports/begin-import'
import { holdPayout } from '@/payroll/runs/hold-payout'
import { applyBankFile } from '@/payroll/statements/apply'
import type { CommandContext } from '@/payroll/transaction/execute'
import { type Ledger, openLedger } from '@/payroll/transaction/open-ledger'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { SAMPLE_COMPANIES } from '@/stack/sample-data/companies'
import { paySampleRun, type SampleRun } from '@/stack/sample-data/pay-run'
import { samplePayrollFile } from '@/stack/sample-data/payroll-file'
import { booked, debit, documentOf } from '@/stack/test-runner/bank-says'
import { openFolders } from '@/workers/bank-gateway/folders'
import { multiply } from './multiply'

export type Size = { people: number; copies: number; companies: number }

export const PREPARER: Actor = { kind: 'user', id: 'preparer', name: 'Preparer' }
export const APPROVER: Actor = { kind: 'user', id: 'approver', name: 'Approver' }
/** Of fewer the simulated bank gets none wrong. */
const OPEN_PEOPLE_MIN = 200
const GATEWAY: Actor = { kind: 'process', id: 'bank-gateway', name: 'Bank gateway' }
const NOW = new Date('2025-08-22T09:00:00Z')
const CORRIDORS = SAMPLE_COMPANIES[0]?.corridors ?? []
const ALL_PEOPLE = CORRIDORS.reduce((sum, { people }) => sum + people, 0)

/**
 * One month of one company goes through the real commands, files and simulated bank, and what the bank got wrong is resolved; that is multiplied; then a
 * month with open findings follows, a submitted run with a hold in it, and a draft. About `people × copies` payouts.
 */
export async function fillDesks(addresses: { url: string; appUrl: string }, { people, copies, companies }: Size): Promise<void> {
  const [sample] = SAMPLE_COMPANIES
  if (!sample) throw new Error('there is no sample company')
  const company = { ...sample, corridors: corridorsOf(people) }
  const ledger = openLedger(addresses.appUrl, 4)
  const folder = mkdtempSync(join(tmpdir(), 'payledger-desks-'))
  try {
    const companyId = await createCompany(ledger, company)
    const place = { ledger, folders: await openFolders(folder), accountHashKey: 'a key of the benchmark, worth nothing elsewhere' }
    const pay = (month: number, until: SampleRun['until'], payroll = company) =>
      paySampleRun(
        { ...place, preparer: PREPARER, approver: APPROVER },
        {
          ...{ companyId, until, fileName: `sample-${month}.csv`, csv: samplePayrollFile(payroll, month) },
          ...{ period: `2025-0${month}`, payDate: `2025-0${month}-25`, startedAt: new Date(`2025-0${month}-22T08:12:00Z`) },
        },
      )
    await pay(6, 'settled')
    await bookRent(ledger)
    await leaveImport(ledger, folder, companyId)
    await resolveFindings(ledger)
    await multiply(addresses.url, { copies, companies })
    const now = { ...sample, corridors: corridorsOf(Math.max(people, OPEN_PEOPLE_MIN)) }
    await pay(7, 'settled', now)
    await pay(8, 'submitted', now)
    await pay(9, 'draft', now)
    const held = await ledger.payout.findFirstOrThrow({ where: { status: 'submitted' } })
    const call: CommandContext = {
      actor: PREPARER,
      now: new Date('2025-08-22T09:00:00Z'),
      requestId: randomUUID(),
      companies: null,
      idempotency: null,
    }
    await holdPayout(ledger, call, held.id, 1, 'asked by phone')
    await ledger.$executeRaw`ANALYZE`
  } finally {
    await ledger.$disconnect()
    rmSync(folder, { recursive: true })
  }
}

/** The company's people in the same shares, `people` of them. */
const corridorsOf = (people: number) => CORRIDORS.map((each) => ({ ...each, people: Math.round((each.people * people) / ALL_PEOPLE) }))

const callOf = (actor: Actor): CommandContext => ({ actor, now: NOW, requestId: randomUUID(), companies: null, idempotency: null })

/** A payroll file that somebody began with and gave up. */
async function leaveImport(ledger: Ledger, folder: string, companyId: string): Promise<void> {
  const csv = 'employee_number,employee_name,country,account,bic,currency,amount\n1,Ana Ruiz,ES,ES9121000418450200051332,,EUR,1200.50\n'
  const file = { name: 'left.csv', path: join(folder, 'left.csv') }
  writeFileSync(file.path, csv)
  const sighting = await inspectPayrollFile(file)
  if (sighting.kind === 'refused') throw new Error(sighting.sentence)
  const id = randomUUID()
  await beginImport(ledger, callOf(PREPARER), {
    ...{ id, companyId, period: '2025-06', payDate: '2025-06-25', fileName: file.name, sizeBytes: csv.length, sha256: '0'.repeat(64) },
    ...{ sighting, mapping: sighting.mapping, fingerprint: 'f', direct: false },
  })
  await abandonImport(ledger, callOf(PREPARER), id)
}

/** What else stands on an account, and is nobody's pay. */
async function bookRent(ledger: Ledger): Promise<void> {
  const rent = debit('RENT-1', [{ endToEndId: 'NOTPROVIDED', amountMinor: 250_000n, currency: 'EUR' }])
  const report = documentOf(booked([rent]))
  await applyBankFile(ledger, callOf(GATEWAY), { fileName: 'rent.xml', sha256: report.sha256 }, [report])
}

async function resolveFindings(ledger: Ledger): Promise<void> {
  for (const { id } of await ledger.$queryRaw<{ id: string }[]>`SELECT id FROM bank_finding WHERE state = 'open'`) {
    await proposeResolution(
      ledger,
      callOf(PREPARER),
      { id, version: 1 },
      { resolution: 'written-off', matchedTo: null, reason: 'rent of the office' },
    )
    await confirmResolution(ledger, callOf(APPROVER), { id, version: 2 })
  }
}
