/**
 * The first months of one employer on a new installation, whatever Postgres knew of its tables when it planned a statement: nothing, or how they were before
 * the newest run, rejection or booking. No statement compares two runs pair by pair, or reads a table again for each line.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { BankReport } from '@/iso20022/report-types'
import { batch, booked, debit, documentOf, named, type Sent, status } from '@/stack/test-runner/bank-says'
import { testClock } from '@/stack/test-runner/clock'
import { testDatabase } from '@/stack/test-runner/database'
import { busiestOf, explainedLedger } from '@/stack/test-runner/explained'
import {
  AGAIN,
  APPROVER,
  callOf,
  done,
  draftRun,
  gatewayCall,
  newLedger,
  PAY_DATE,
  PREPARER,
  type TestLedger,
} from '@/stack/test-runner/ledger'
import { makeIban } from '@/stack/test-runner/make-iban'
import { openFolders } from '@/workers/bank-gateway/folders'
import { transmitDue } from '@/workers/bank-gateway/transmit'
import { listCandidates } from '../exceptions/exception-candidates'
import { listExceptions } from '../exceptions/exceptions'
import { applyBankFile } from '../statements/apply'
import { previewBankFile } from '../statements/by-hand'
import type { Ledger } from '../transaction/open-ledger'
import { approveRun } from './approve-run'
import { findRunRepetition, readRepetition } from './find-repetition'
import type { RunKind } from './run-kind'
import { listLines } from './run-lines'
import { submitRun } from './submit-run'

const PEOPLE = 1_000
const HALF = PEOPLE / 2
/** What is read by an index is a few rows of each table for each line; a set held against another, hundreds. */
const ROWS_PER_LINE_MAX = 30
const VIEWER = { userId: 'anybody', companies: null }
const SHARED_ACCOUNT = 'DE89370400440532013000'
const WHOLE = { only: 'all', text: null, after: 0 } as const

type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>
type Told = Sent & { blockId: string; messageId: string }

const folder = mkdtempSync(join(tmpdir(), 'payledger-statistics-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MOMENTS = [
  { known: 'nothing', analysedBefore: null },
  { known: 'the tables before each draft', analysedBefore: 'draft' },
  { known: 'the tables before each bank file that names payments', analysedBefore: 'named' },
]

describe.each(MOMENTS)('when $known is known', ({ analysedBefore }) => {
  it('reads a few rows for each line of who is rejected, paid again, and booked all the same', { timeout: 180_000 }, async () => {
    const { name, rows } = await mostRead(analysedBefore, async (employer) => {
      await rejectedAndPaidAgain(employer, '2026-11', 0)
      await rejectedAndPaidAgain(employer, '2026-12', 1)
    })
    expect(rows / PEOPLE, name).toBeLessThan(ROWS_PER_LINE_MAX)
  })

  it('reads a few rows for each line of who shares one account with everybody', { timeout: 180_000 }, async () => {
    const { name, rows } = await mostRead(analysedBefore, (employer) => rejectedAndPaidAgain(employer, '2026-11', 0, () => SHARED_ACCOUNT))
    expect(rows / PEOPLE, name).toBeLessThan(ROWS_PER_LINE_MAX)
  })

  it('reads a few rows for each line of who joins, leaves, gets a bonus, or whose pay came back', { timeout: 180_000 }, async () => {
    const { name, rows } = await mostRead(analysedBefore, joinedAndLeft)
    expect(rows / PEOPLE, name).toBeLessThan(ROWS_PER_LINE_MAX)
  })
})

/** Half of a payroll is rejected and half booked; who was rejected is paid again, and the bank books the first all the same. */
async function rejectedAndPaidAgain(employer: Employer, period: string, raised: number, accountOf = ownAccount): Promise<void> {
  const { ledger, step, paid, told } = employer
  const sent = await paid('draft', payroll(0, PEOPLE, raised, accountOf), period)
  const [rejected, rest] = [sent.slice(0, HALF), sent.slice(HALF)]
  const refusal = { status: 'RJCT', reason: 'AC04' }
  await told(
    'named: rejections',
    status(
      sent[0]?.messageId ?? '',
      rejected.map(({ endToEndId }) => ({ endToEndId, ...refusal })),
    ),
  )
  await told('named: bookings', booked(rest.map((each, n) => debit(`${period}-${n}`, [each]))))
  await paid('draft of half again', payroll(0, HALF, raised, accountOf), period)
  await told('one booking', booked([debit(`${period}-whole`, rejected)]))
  await step('exceptions', () => listExceptions(ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null }))
  const third = done(await step('draft of all again', () => draftRun(employer, payroll(0, PEOPLE, raised, accountOf), period)))
  await step('repetition', () => readRepetition(ledger, (tx) => findRunRepetition(tx, third.id)))
}

/** Booked as one line, and half comes back; next month half are new; a bonus is booked twice; the bank names nobody. */
async function joinedAndLeft({ ledger, step, paid, told }: Employer): Promise<void> {
  const first = await paid('draft', payroll(0, PEOPLE, 0), '2026-10')
  await told('block', booked([batch('block', first[0]?.blockId ?? '', first)]))
  const back = (each: Told, n: number) =>
    debit(`r${n}`, [each], { direction: 'credit', transactions: [named(each, { returnReason: { code: 'AC04', text: null } })] })
  await told('named: returns', booked(first.slice(0, HALF).map(back)))
  const second = await paid('draft of next month', payroll(HALF, PEOPLE, 1), '2026-11')
  const nameless = (each: Told, n: number) => debit(`u${n}`, [each], { transactions: [{ ...named(each), endToEndId: null }] })
  await told('nobody named', booked(second.slice(0, HALF).map(nameless)))
  const exceptions = await step('exceptions', () =>
    listExceptions(ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null }),
  )
  await step('candidates', () => listCandidates(ledger, VIEWER, exceptions.rows[0]?.id ?? ''))
  const bonus = await paid('draft of a bonus', payroll(0, PEOPLE, 500), '2026-11', 'off-cycle')
  await told('named: bonus', booked(bonus.map((each, n) => debit(`b${n}`, [each]))))
  await told('named: bonus again', booked(bonus.map((each, n) => debit(`a${n}`, [each]))))
  await paid('draft of the last', payroll(0, PEOPLE, 7), '2026-12')
}

type Employer = TestLedger & {
  step: Step
  paid(name: string, csv: string, period: string, kind?: RunKind): Promise<Told[]>
  told(name: string, report: BankReport): Promise<void>
}

/** The step in one of whose statements most rows were in hand at one place. */
async function mostRead(
  analysedBefore: string | null,
  story: (employer: Employer) => Promise<void>,
): Promise<{ name: string; rows: number }> {
  const database = await testDatabase()
  const explained = explainedLedger(database.url, '-c auto_explain.log_analyze=on -c auto_explain.log_timing=off')
  const test = await newLedger(database, explained.ledger)
  await analyseNothing(explained.ledger)
  const found: { name: string; rows: number }[] = []
  const step: Step = async (name, work) => {
    if (analysedBefore !== null && name.startsWith(analysedBefore)) await explained.ledger.$executeRaw`ANALYZE`
    const results: Awaited<ReturnType<typeof work>>[] = []
    const plans = await explained.plansOf(async () => results.push(await work()))
    found.push(...plans.map(busiestOf).map(({ rows, where }) => ({ rows, name: `${name}: ${where}` })))
    return results[0] as Awaited<ReturnType<typeof work>>
  }
  await story(employerOf(test, step))
  await explained.end()
  await database.drop()
  return found.reduce((most, each) => (each.rows > most.rows ? each : most))
}

function employerOf(test: TestLedger, step: Step): Employer {
  const { ledger } = test
  return {
    ...test,
    step,
    async paid(name, csv, period, kind = 'regular') {
      const { id } = done(await step(name, () => draftRun(test, csv, period, callOf(PREPARER), PAY_DATE, kind)))
      await step('lines', () => listLines(ledger, VIEWER, id, WHOLE))
      await step('changed lines', () => listLines(ledger, VIEWER, id, { ...WHOLE, only: 'changed' }))
      await step('repetition', () => readRepetition(ledger, (tx) => findRunRepetition(tx, id)))
      const { seal } = done(await step('submit', () => submitRun(ledger, callOf(PREPARER), id, 1, AGAIN)))
      done(await step('approve', () => approveRun(ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN)))
      const folders = await openFolders(join(folder, test.companyId))
      await step('hand over', () => transmitDue(ledger, folders, testClock))
      return ledger.$queryRaw<Told[]>`
        SELECT i.end_to_end_id AS "endToEndId", i.block_id AS "blockId", p.amount_minor AS "amountMinor", p.currency, m.message_id AS "messageId"
        FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id JOIN bank_message m ON m.id = i.bank_message_id
        WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
    },
    async told(name, report) {
      const documents = [documentOf(report)]
      const file = { fileName: 'bank.xml', sha256: documents[0]?.sha256 ?? '' }
      await step(`${name}, previewed`, () => previewBankFile(ledger, callOf(PREPARER), file, documents))
      done(await step(`${name}, applied`, () => applyBankFile(ledger, gatewayCall(), file, documents)))
    },
  }
}

const ownAccount = (n: number): string => makeIban('DE', `3704${String(n).padStart(14, '0')}`)

/** Of these many people, from the number `first` on. */
function payroll(first: number, people: number, raised: number, accountOf = ownAccount): string {
  const line = (n: number) => `E${n},Sample Person ${n},DE,${accountOf(n)},,EUR,${1000 + raised}.00`
  return [
    'employee_number,employee_name,country,account,bic,currency,amount',
    ...Array.from({ length: people }, (_, n) => line(first + n)),
  ].join('\n')
}

/** Until the test says so. */
async function analyseNothing(ledger: Ledger): Promise<void> {
  const tables = await ledger.$queryRaw<
    { name: string }[]
  >`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`
  for (const { name } of tables) await ledger.$executeRawUnsafe(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`)
}
