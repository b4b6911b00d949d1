/** Importing, submitting and approving 100,000 lines through the API, beside Prisma's createMany of the same rows without an outbox, in turn. */
import { cpus } from 'node:os'
import { Client } from 'pg'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { signIn } from './api'
import { keep, median, range } from './figures'
import { monthOf, payrollFile, uploadPayroll } from './payroll'
import { settled } from './settled'

const LINES = Number(variable('BENCH_LINES', '100000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))

const url = variable('APP_URL')
const password = variable('DEMO_PASSWORD')
const ledger = openLedger(variable('DATABASE_URL_APP'), 2)
const coordinator = await signIn(url, 'coordinator@payledger.test', password)
const approver = await signIn(url, 'approver@payledger.test', password)
const seconds: Record<'import' | 'submit' | 'approve' | 'createLines' | 'createPayouts', number[]> = {
  import: [],
  submit: [],
  approve: [],
  createLines: [],
  createPayouts: [],
}

for (let round = 1; round <= ROUNDS; round++) {
  await settled(ledger)
  const baselineFirst = round % 2 === 1
  if (baselineFirst) await createMany(round)
  await throughTheApi(round)
  if (!baselineFirst) await createMany(round)
  console.log(
    `round ${round}: ${Object.entries(seconds)
      .map(([name, all]) => `${name} ${all.at(-1)?.toFixed(1)} s`)
      .join(', ')}`,
  )
}
const rate = (all: readonly number[]): string =>
  range(
    all.map((each) => LINES / each),
    0,
  )
const times = (ours: readonly number[], theirs: readonly number[]): string =>
  range(ours.map((each, index) => (theirs[index] ?? Number.NaN) / each))
const together = seconds.import.map(
  (_, index) => (seconds.import[index] ?? 0) + (seconds.submit[index] ?? 0) + (seconds.approve[index] ?? 0),
)
const createBoth = seconds.createLines.map((each, index) => each + (seconds.createPayouts[index] ?? 0))
const figures = {
  command: 'npm run bench -- ledger',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  lines: LINES,
  rounds: ROUNDS,
  importLinesPerSecond: rate(seconds.import),
  submitLinesPerSecond: rate(seconds.submit),
  approveLinesPerSecond: rate(seconds.approve),
  createManyLinesPerSecond: rate(seconds.createLines),
  createManyPayoutsPerSecond: rate(seconds.createPayouts),
  importTimesCreateMany: times(seconds.import, seconds.createLines),
  togetherTimesCreateMany: times(together, createBoth),
  medianSeconds: Object.fromEntries(Object.entries(seconds).map(([name, all]) => [name, Number(median(all).toFixed(2))])),
}
console.log(figures)
keep('ledger', figures)
await ledger.$disconnect()

async function throughTheApi(round: number): Promise<void> {
  const csv = payrollFile(round, LINES)
  const clock = async <T>(name: keyof typeof seconds, work: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const value = await work()
    seconds[name].push((performance.now() - began) / 1000)
    return value
  }
  const id = await clock('import', () => uploadPayroll(coordinator, csv, monthOf(2027, round)))
  const { body } = await clock('submit', () => coordinator(`/api/payroll-runs/${id}/submission`, { method: 'POST', version: 1 }))
  await clock('approve', () =>
    approver(`/api/payroll-runs/${id}/approvals`, { method: 'POST', version: 2, body: JSON.stringify({ seal: body.seal }) }),
  )
}

/** The same rows by Prisma alone, into a draft of one line, which is what the line trigger allows. The rule that wants their events is off meanwhile. */
async function createMany(round: number): Promise<void> {
  const runId = await uploadPayroll(coordinator, payrollFile(round, 1), monthOf(2028, round))
  const sample = await ledger.payrollLine.findFirstOrThrow({ where: { runId } })
  const lines = Array.from({ length: LINES }, (_, index) => ({ ...sample, lineNumber: index + 10, employeeNumber: String(index) }))
  const now = new Date()
  const payouts = lines.map(({ employeeName, country, ...line }) => ({
    ...line,
    beneficiaryName: employeeName,
    beneficiaryCountry: country,
    submittedAt: now,
    statusSince: now,
  }))
  const clock = async (name: 'createLines' | 'createPayouts', work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now()
    await work()
    seconds[name].push((performance.now() - began) / 1000)
  }
  await clock('createLines', () => ledger.payrollLine.createMany({ data: lines }))
  const owner = new Client({ connectionString: variable('DATABASE_URL') })
  await owner.connect()
  await owner.query('ALTER TABLE payout DISABLE TRIGGER payout_is_journalled')
  await clock('createPayouts', () => ledger.payout.createMany({ data: payouts }))
  await owner.query('ALTER TABLE payout ENABLE TRIGGER payout_is_journalled')
  await owner.end()
}
