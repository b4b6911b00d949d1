/**
 * Two months of one employer on a new installation, whatever Postgres knew of its tables when it planned a statement: nothing, or how they were before the
 * newest run, rejection or booking. No statement compares two runs pair by pair, or reads a table again for each line.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeIban } from '@/bank/make-iban'
import type { BankReport } from '@/bank/report-types'
import { booked, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { testClock } from '@/stack/test-runner/clock'
import { testDatabase } from '@/stack/test-runner/database'
import { type Explained, explainedLedger, type PlanNode } from '@/stack/test-runner/explained'
import { AGAIN, APPROVER, callOf, done, draftRun, gatewayCall, newLedger, PREPARER } from '@/stack/test-runner/ledger'
import { openFolders } from '@/workers/bank-gateway/folders'
import { handOverDue } from '@/workers/bank-gateway/hand-over'
import { approveRun } from './commands/approve-run'
import { applyBankFile } from './commands/bank-report/apply'
import { previewBankFile } from './commands/bank-report/by-hand'
import { recallRun } from './commands/recall-run'
import { submitRun } from './commands/submit-run'
import { findRunRepetition, readRepetition } from './queries/repetition'
import { listLines } from './queries/run-lines'

const PEOPLE = 1_000
/** What is read by an index is a few rows of each table for each line; a set held against another, hundreds. */
const ROWS_PER_LINE_MAX = 30
const VIEWER = { userId: 'anybody', companies: null }

const folder = mkdtempSync(join(tmpdir(), 'payledger-statistics-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each([
  { known: 'nothing', analysedBefore: null },
  { known: 'the tables before each draft', analysedBefore: 'draft' },
  { known: 'the tables before each rejection', analysedBefore: 'rejected' },
])('when $known is known', ({ analysedBefore }) => {
  it('reads a few rows for each line in every step', { timeout: 180_000 }, async () => {
    const { name, rows } = await mostRead(analysedBefore)
    expect(rows / PEOPLE, name).toBeLessThan(ROWS_PER_LINE_MAX)
  })
})

/** The step of the two months in whose statements most rows were in hand at one place. */
async function mostRead(analysedBefore: string | null): Promise<{ name: string; rows: number }> {
  const database = await testDatabase()
  const explained = explainedLedger(database.url, '-c auto_explain.log_analyze=on -c auto_explain.log_timing=off')
  const test = await newLedger(database, explained.ledger)
  await analyseNothing(explained.ledger)
  const found: { name: string; rows: number }[] = []
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (analysedBefore !== null && name.startsWith(analysedBefore)) await explained.ledger.$executeRaw`ANALYZE`
    const results: T[] = []
    const plans = await explained.plansOf(async () => results.push(await work()))
    found.push(...plans.map(busiestOf).map((each) => ({ ...each, name: `${name}: ${each.name}` })))
    return results[0] as T
  }
  for (const [raised, period] of ['2026-11', '2026-12'].entries()) await month(step, test, period, raised)
  await explained.end()
  await database.drop()
  return found.reduce((most, each) => (each.rows > most.rows ? each : most))
}

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** A payroll is paid; the bank rejects half of it and books half; who was rejected is paid again, and the bank books the first all the same. */
async function month(step: Step, test: Awaited<ReturnType<typeof newLedger>>, period: string, raised: number): Promise<void> {
  const { ledger } = test
  await paid('draft', payroll(raised, PEOPLE))
  const folders = await openFolders(join(folder, test.companyId))
  await step('hand over', () => handOverDue(ledger, folders, testClock))
  const sent = await ledger.$queryRaw<(Sent & { messageId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, m.message_id AS "messageId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id JOIN bank_message m ON m.id = i.bank_message_id
    JOIN payroll_run r ON r.id = p.run_id WHERE r.period = ${period} ORDER BY p.line_number`
  const [rejected, rest] = [sent.slice(0, PEOPLE / 2), sent.slice(PEOPLE / 2)]
  const refusal = { status: 'RJCT', reason: 'AC04' }
  await told(
    'rejected',
    status(
      sent[0]?.messageId ?? '',
      rejected.map(({ endToEndId }) => ({ endToEndId, ...refusal })),
    ),
  )
  await told('booked', booked(rest.map((each, n) => debit(`${period}-${n}`, [each]))))
  const again = await paid('again', payroll(raised, PEOPLE / 2))
  await told('booked all the same', booked([debit(`${period}-whole`, rejected)]))
  done(await step('recalled', () => recallRun(ledger, callOf(PREPARER), again, 3, 'Paid already.')))

  async function paid(name: string, csv: string): Promise<string> {
    const { id } = done(await step(name, () => draftRun(test, csv, period)))
    await step('lines', () => listLines(ledger, VIEWER, id, { only: 'changed', text: null, after: 0 }))
    await step('repetition', () => readRepetition(ledger, (tx) => findRunRepetition(tx, id)))
    const { seal } = done(await step('submit', () => submitRun(ledger, callOf(PREPARER), id, 1, AGAIN)))
    done(await step('approve', () => approveRun(ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN)))
    return id
  }

  async function told(name: string, report: BankReport): Promise<void> {
    const documents = [documentOf(report)]
    const file = { fileName: 'bank.xml', sha256: documents[0]?.sha256 ?? '' }
    await step(`${name}, previewed`, () => previewBankFile(ledger, callOf(PREPARER), file, documents))
    done(await step(`${name}, applied`, () => applyBankFile(ledger, gatewayCall(), file, documents)))
  }
}

function payroll(raised: number, people: number): string {
  const line = (n: number) => `E${n},Sample Person ${n},DE,${makeIban('DE', `3704${String(n).padStart(14, '0')}`)},,EUR,${1000 + raised}.00`
  return ['employee_number,employee_name,country,account,bic,currency,amount', ...Array.from({ length: people }, (_, n) => line(n))].join(
    '\n',
  )
}

/** Until the test says so. */
async function analyseNothing(ledger: Awaited<ReturnType<typeof newLedger>>['ledger']): Promise<void> {
  const tables = await ledger.$queryRaw<
    { name: string }[]
  >`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`
  for (const { name } of tables) await ledger.$executeRawUnsafe(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`)
}

/** Of a plan the node that had most rows in hand, over all the times that it ran, and how many. */
function busiest(node: PlanNode): { node: PlanNode; rows: number } {
  const each = Object.entries(node)
    .filter(([name]) => name === 'Actual Rows' || name.startsWith('Rows Removed by'))
    .reduce((sum, [, rows]) => sum + Number(rows), 0)
  const own = { node, rows: each * (node['Actual Loops'] ?? 1) }
  return (node.Plans ?? []).map(busiest).reduce((most, other) => (other.rows > most.rows ? other : most), own)
}

function busiestOf({ statement, plan }: Explained): { name: string; rows: number } {
  const { node, rows } = busiest(plan)
  return { name: `${node['Node Type']} of ${node['Relation Name'] ?? node['CTE Name'] ?? 'several'} in ${statement.slice(0, 200)}`, rows }
}
