/**
 * Runs of 100,000 people, approved one after the other while all processes work: how long after the approval the last of each can be found approved, and how
 * long after the bank's last file the last is found as it ended.
 */
import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { signIn } from './api'
import { keep } from './figures'
import { monthOf, payrollFile, uploadPayroll } from './payroll'
import { settled } from './settled'

const LINES = Number(variable('BENCH_LINES', '100000'))
const RUNS = Number(variable('BENCH_RUNS', '1'))
const LIMIT_MS = 1_800_000
const POLL_MS = 250
const ENDED = ['settled', 'failed', 'returned']

const url = variable('APP_URL')
const password = variable('DEMO_PASSWORD')
const ledger = openLedger(variable('DATABASE_URL_APP'), 2)
const search = new Client({ node: variable('ELASTICSEARCH_URL') })
const index = `${variable('SEARCH_INDEX_PREFIX')}payouts`
const coordinator = await signIn(url, 'coordinator@payledger.test', password)
const approver = await signIn(url, 'approver@payledger.test', password)
await settled(ledger)

type Run = { id: string; reference: string; seal: string }
const runs: Run[] = []
for (let number = 1; number <= RUNS; number++) {
  const id = await uploadPayroll(coordinator, payrollFile(number, LINES), monthOf(2027, number))
  const { body } = await coordinator(`/api/payroll-runs/${id}/submission`, { method: 'POST', version: 1 })
  const { reference } = await ledger.payrollRun.findUniqueOrThrow({ where: { id } })
  runs.push({ id, reference, seal: body.seal as string })
}
// The submission is not what is timed.
for (const { reference } of runs) await until(async () => (await found(reference, ['draft'])) === LINES)

const began = performance.now()
const approvals: { approveSeconds: number; findableSeconds: number }[] = []
const watching: Promise<void>[] = []
for (const [number, { id, reference, seal }] of runs.entries()) {
  const asked = performance.now()
  await approver(`/api/payroll-runs/${id}/approvals`, { method: 'POST', version: 2, body: JSON.stringify({ seal }) })
  const approved = performance.now()
  const watch = async () => {
    await until(async () => (await found(reference, ['submitted'])) === LINES)
    const findable = performance.now()
    approvals[number] = { approveSeconds: seconds(approved - asked), findableSeconds: seconds(findable - approved) }
    console.log(reference, approvals[number])
  }
  watching.push(watch())
}
await Promise.all(watching)
const allFindable = seconds(performance.now() - began)

const where = { runId: { in: runs.map(({ id }) => id) }, status: { notIn: ENDED } }
await until(async () => (await ledger.payout.count({ where })) === 0)
const last = performance.now()
for (const { reference } of runs) await until(async () => (await found(reference, ['submitted', 'approved', 'sent'])) === LINES)
const endFindable = seconds(performance.now() - last)
const figures = {
  command: `${RUNS > 1 ? `BENCH_RUNS=${RUNS} ` : ''}npm run bench -- large-runs`,
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  lines: LINES,
  runs: RUNS,
  approvals,
  allFindableSeconds: allFindable,
  bankSeconds: seconds(last - began),
  findableAfterLastBankFileSeconds: endFindable,
}
console.log(figures)
keep(RUNS > 1 ? `large-runs-${RUNS}` : 'large-runs', figures)
await ledger.$disconnect()
await search.close()

/** How many payouts of the run search finds in another status than these. */
async function found(reference: string, not: readonly string[]): Promise<number> {
  const query = { bool: { filter: { term: { references: reference } }, must_not: { terms: { status: [...not] } } } }
  return (await search.count({ index, query })).count
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + LIMIT_MS; !(await isTrue()); await pause(POLL_MS))
    if (performance.now() > deadline) throw new Error(`it took longer than ${LIMIT_MS / 60_000} minutes`)
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(1))
}
