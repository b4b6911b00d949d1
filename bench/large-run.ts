/**
 * One large run, step by step, on a ledger of its own: drafted, approved and sent; the bank rejects half of it and books half, then all as one entry; next
 * month's and a second one of it are drafted.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BankReport } from '@/iso20022/report-types'
import { listExceptions } from '@/payroll/exceptions/exceptions'
import { approveRun } from '@/payroll/runs/approve-run'
import { findRunRepetition, readRepetition } from '@/payroll/runs/find-repetition'
import { listLines } from '@/payroll/runs/run-lines'
import { submitRun } from '@/payroll/runs/submit-run'
import { applyBankFile } from '@/payroll/statements/apply'
import { previewBankFile } from '@/payroll/statements/by-hand'
import { type Ledger, openLedger } from '@/payroll/transaction/open-ledger'
import { createDatabase, databaseVariables, dropDatabase, migrate } from '@/stack/migrate'
import { booked, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { testClock } from '@/stack/test-runner/clock'
import { AGAIN, APPROVER, callOf, done, draftRun, gatewayCall, newLedger, PREPARER } from '@/stack/test-runner/ledger'
import { makeIban } from '@/stack/test-runner/make-iban'
import { variable } from '@/stack/variable'
import { openFolders } from '@/workers/bank-gateway/folders'
import { transmitDue } from '@/workers/bank-gateway/transmit'

export type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const VIEWER = { userId: 'bench', companies: null }
let databases = 0

/** Each step is handed to what `timer` returns for the ledger that it works on. */
export async function payLargeRun(people: number, timer: (ledger: Ledger) => Timed | Promise<Timed>): Promise<void> {
  const url = await createDatabase(variable('DATABASE_URL'), `payledger_large_run_${process.pid}_${++databases}`)
  const folder = mkdtempSync(join(tmpdir(), 'payledger-bench-'))
  try {
    await migrate(url)
    await steps(people, url, folder, timer)
  } finally {
    await dropDatabase(url)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function steps(people: number, url: string, folder: string, timer: (ledger: Ledger) => Timed | Promise<Timed>): Promise<void> {
  const variables = databaseVariables(url)
  const database = { url, appUrl: variables.DATABASE_URL_APP, relayUrl: variables.DATABASE_URL_RELAY, drop: async () => {} }
  const test = await newLedger(database, openLedger(database.appUrl, 8))
  const { ledger } = test
  const timed = await timer(ledger)
  try {
    const [first, next, again] = [payroll(people, 0), payroll(people, 1), payroll(people, 2)]
    const { id } = done(await timed('draft', () => draftRun(test, first)))
    const { seal } = done(await timed('submit', () => submitRun(ledger, callOf(PREPARER), id, 1, AGAIN)))
    done(await timed('approve', () => approveRun(ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN)))
    const folders = await openFolders(folder)
    await timed('hand over', () => transmitDue(ledger, folders, testClock))
    const sent = await ledger.$queryRaw<(Sent & { messageId: string })[]>`
      SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, m.message_id AS "messageId"
      FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id JOIN bank_message m ON m.id = i.bank_message_id`
    const [half, rest] = [sent.slice(0, people / 2), sent.slice(people / 2)]
    const rejected = half.map(({ endToEndId }) => ({ endToEndId, status: 'RJCT', reason: 'AC04' }))
    await told('rejections of half', status(sent[0]?.messageId ?? '', rejected))
    await told('bookings of the other half', booked(rest.map((each, n) => debit(`b${n}`, [each]))))
    await told('one booking of what was rejected', booked([debit('whole', half)]))
    await timed('list of exceptions', () => listExceptions(ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null }))
    const other = done(await timed('draft of the next month', () => draftRun(test, next, '2026-11')))
    await timed('its lines for the first time', () => listLines(ledger, VIEWER, other.id, { only: 'all', text: null, after: 0 }))
    const second = done(await timed('a second one of that month', () => draftRun(test, again, '2026-11')))
    await timed('who is paid twice', () => readRepetition(ledger, (tx) => findRunRepetition(tx, second.id)))
  } finally {
    await ledger.$disconnect()
  }

  async function told(name: string, report: BankReport): Promise<void> {
    const documents = [documentOf(report)]
    const file = { fileName: 'bank.xml', sha256: documents[0]?.sha256 ?? '' }
    await timed(`${name}, previewed`, () => previewBankFile(ledger, callOf(PREPARER), file, documents))
    done(await timed(`${name}, applied`, () => applyBankFile(ledger, gatewayCall(), file, documents)))
  }
}

function payroll(people: number, raised: number): string {
  const line = (n: number) => `E${n},Jürgen Groß ${n},DE,${makeIban('DE', `3704${String(n).padStart(14, '0')}`)},,EUR,${1000 + raised}.00`
  return [HEADER, ...Array.from({ length: people }, (_, n) => line(n))].join('\n')
}
