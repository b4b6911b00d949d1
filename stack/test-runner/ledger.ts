/** A ledger for tests: one company, two coordinators, and short ways to bring a run into a state through the real commands. */
import { createHash, randomUUID } from 'node:crypto'
import type { Actor } from '@/events/envelope'
import { createCompany } from '@/payroll/companies/create-company'
import { approveRun } from '@/payroll/runs/approve-run'
import { createDraft } from '@/payroll/runs/create-draft'
import type { Acceptance } from '@/payroll/runs/repetition'
import type { RunKind } from '@/payroll/runs/run-kind'
import { submitRun } from '@/payroll/runs/submit-run'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import { type Ledger, openLedger } from '@/payroll/transaction/open-ledger'
import { confirmDenial, denyTransmission } from '@/payroll/transmissions/deny-transmission'
import { unfinishedFiles } from '@/payroll/transmissions/due-releases'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission, recordTransmission } from '@/payroll/transmissions/record-transmission'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { testClock } from './clock'
import { type TestDatabase, testDatabase } from './database'

export const PREPARER: Actor = { kind: 'user', id: 'preparer', name: 'Test Preparer' }
export const APPROVER: Actor = { kind: 'user', id: 'approver', name: 'Test Approver' }
const GATEWAY: Actor = { kind: 'process', id: 'bank-gateway', name: 'Bank gateway' }
export const ACCOUNT_HASH_KEY = 'a key of the tests, worth nothing elsewhere'
const COMPANY = {
  code: 'TST',
  name: 'Test Employer',
  country: 'DE',
  bank: { name: 'Test Bank', cutOff: '16:30', timeZone: 'Europe/Berlin', batchBooking: false, releaseAfterSeconds: 0 },
  accounts: [{ currency: 'EUR', account: 'DE02120300000000202051', bic: 'BYLADEM1001', home: true }],
}

/** A bank day no clock of a test comes near, neither a fixed one nor the machine's. */
export const PAY_DATE = '2099-11-25'

/** Most tests pay the same three people in one month over and over, and mean it. */
export const AGAIN: Acceptance = { reason: 'The tests pay the same people again.' }

/** Three people: two in euros, one in yen. */
export const CSV = `employee_number,employee_name,country,account,bic,currency,amount
1001,Lucía García,ES,ES9121000418450200051332,,EUR,1200.50
1002,Jürgen Groß,DE,DE89370400440532013000,,EUR,2300.00
1003,Tanaka Tarō,JP,000123456789,BOTKJPJT,JPY,310000
`

export type TestLedger = { database: TestDatabase; ledger: Ledger; companyId: string; close(): Promise<void> }

export async function testLedger(): Promise<TestLedger> {
  const database = await testDatabase()
  return newLedger(database, openLedger(database.appUrl, 8))
}

/** The company of the tests in a database that has just been migrated. */
export async function newLedger(database: TestDatabase, ledger: Ledger): Promise<TestLedger> {
  const companyId = await createCompany(ledger, COMPANY)
  const close = async () => {
    await ledger.$disconnect()
    await database.drop()
  }
  return { database, ledger, companyId, close }
}

/** A call of one person; `key` makes it idempotent. */
export const callOf = (actor: Actor, key: string | null = null, meaning: unknown = null, now = testClock()): CommandContext => ({
  actor,
  now,
  requestId: randomUUID(),
  companies: null,
  idempotency: key === null ? null : { endpoint: '/test', key, requestHash: JSON.stringify(meaning) },
})

/** The value of a command that must succeed. */
export function done<T>({ result }: CommandResult<T>): T {
  if (!result.ok) throw new Error(`rejected: ${JSON.stringify(result.rejection)}`)
  return result.value
}

/** Why a command that must be refused was refused. */
export function refused<T>({ result }: CommandResult<T>): string {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`)
  return result.rejection.code
}

/** Imports `csv` as a draft of the period. */
export async function draftRun(
  { ledger, companyId }: TestLedger,
  csv = CSV,
  period = '2026-11',
  call = callOf(PREPARER),
  payDate = PAY_DATE,
  kind: RunKind = 'regular',
) {
  const read = await readPayrollBytes(Buffer.from(csv))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const sourceHash = createHash('sha256').update(csv).digest('hex')
  const draft = { companyId, period, payDate, kind, sourceName: 'test.csv', sourceHash, lines: read.lines, acceptance: AGAIN }
  return createDraft(ledger, call, draft, ACCOUNT_HASH_KEY)
}

export async function submittedRun(test: TestLedger, csv = CSV, period = '2026-11', kind: RunKind = 'regular') {
  const { id } = done(await draftRun(test, csv, period, callOf(PREPARER), PAY_DATE, kind))
  const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 1, AGAIN))
  return { id, seal: seal ?? '' }
}

export async function approvedRun(test: TestLedger, csv = CSV, period = '2026-11', kind: RunKind = 'regular') {
  const run = await submittedRun(test, csv, period, kind)
  done(await approveRun(test.ledger, callOf(APPROVER), run.id, 2, run.seal, AGAIN))
  return run
}

/** Approved, its files planned and recorded as handed over. */
export async function sentRun(test: TestLedger, csv = CSV, period = '2026-11') {
  const run = await approvedRun(test, csv, period)
  const { messages } = done(await planRelease(test.ledger, callOf(GATEWAY), run.id))
  for (const file of (await unfinishedFiles(test.ledger)).filter(({ status }) => status === 'prepared')) {
    done(await beginTransmission(test.ledger, callOf(GATEWAY), file.id, createHash('sha256').update(file.fileName).digest('hex')))
    done(await recordTransmission(test.ledger, callOf(GATEWAY), file.id))
  }
  return { ...run, messages }
}

export const gatewayCall = (): CommandContext => callOf(GATEWAY)

/** The preparer says that the bank does not have the file, and the approver confirms it. */
export async function deniedByTwo({ ledger }: TestLedger, bankMessageId: string, reason: string): Promise<void> {
  const { version } = done(await denyTransmission(ledger, callOf(PREPARER), bankMessageId, reason))
  done(await confirmDenial(ledger, callOf(APPROVER), bankMessageId, version))
}
