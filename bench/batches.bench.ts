/**
 * Whether a batch agrees with its block when so many of its payments of the same amount were rejected: CPU seconds, in which the process answers nobody.
 * BENCH_BEFORE names a checkout of the rule that was there first (58005f9); then both are asked in turn, where that one ends in a minute.
 */
import { cpus } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { batchAgreement } from '@/payroll/statements/batch-agrees'
import { variable } from '@/stack/variable'
import { keep, range } from './figures'

const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const BEFORE = variable('BENCH_BEFORE', '')
const SIZES = [1_000, 2_000, 5_000, 10_000]
const BEFORE_MAX = 2_000
const AMOUNT_MINOR = 310_000n

type Booked = { payments: number; sumMinor: bigint }
type Rule = (rejected: number, booked: Booked, block: Booked) => unknown

const now: Rule = (rejected, booked, block) =>
  batchAgreement(
    { ...block, rejected: Array.from({ length: rejected }, (_, n) => ({ amountMinor: AMOUNT_MINOR, message: String(n) })) },
    booked,
  )
const before: Rule | null = BEFORE === '' ? null : await ruleOf(BEFORE, 'payroll/rules/batch-agrees.ts')

const figures: Record<string, unknown> = {
  command: `${BEFORE === '' ? '' : 'BENCH_BEFORE=<a checkout of 58005f9> '}npm run bench -- batches`,
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  rounds: ROUNDS,
}
for (const rejected of SIZES) {
  const seconds: Record<'now' | 'before', number[]> = { now: [], before: [] }
  for (let round = 0; round < ROUNDS; round++) {
    seconds.now.push(cpuOf(now, rejected))
    if (before && rejected <= BEFORE_MAX) seconds.before.push(cpuOf(before, rejected))
  }
  figures[`${rejected} equal rejections`] = {
    cpuSeconds: range(seconds.now, 3),
    ...(seconds.before.length > 0 && {
      cpuSecondsBefore: range(seconds.before, 1),
      timesAsFast: range(
        seconds.before.map((each, round) => each / (seconds.now[round] ?? Number.NaN)),
        0,
      ),
    }),
  }
  console.log(rejected, figures[`${rejected} equal rejections`])
}
keep('batches', figures)

/** Half of what was rejected is left out of the batch. */
function cpuOf(rule: Rule, rejected: number): number {
  const block = { payments: 2 * rejected, sumMinor: AMOUNT_MINOR * BigInt(2 * rejected) }
  const left = BigInt(rejected / 2)
  const booked = { payments: block.payments - Number(left), sumMinor: block.sumMinor - AMOUNT_MINOR * left }
  const began = process.cpuUsage()
  rule(rejected, booked, block)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

async function ruleOf(checkout: string, file: string): Promise<Rule> {
  const { batchAgrees } = await import(pathToFileURL(join(checkout, file)).href)
  return (rejected, booked, block) => batchAgrees({ ...block, rejectedMinor: Array(rejected).fill(AMOUNT_MINOR) }, booked)
}
