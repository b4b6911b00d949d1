/**
 * Comparisons of the stores while payouts change: whether any names a difference where there is none, how long a deep one takes, and what it costs a person who
 * holds a payout back meanwhile. With BENCH_DIR in the installation of `fill`.
 */
import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Tier } from '@/events/held-copy'
import { askComparison, type Comparison, listComparisons } from '@/operations/compare/comparisons'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { draftRuns } from './changes'
import { keep, percentile, range } from './figures'
import { changeAtRate, changeable, submitDraft, timeOfHolds } from './held-payouts'
import { settled } from './settled'

const COMPARISONS = Number(variable('BENCH_COMPARISONS', '1000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const PER_SECOND = 300
const PEOPLE = 2_000
const DEEP_EACH = 10
const HOLDS_MIN = 300
const LOOK_MS = 50

const ledger = openLedger(variable('DATABASE_URL_APP'), 12)
const drafts = await draftRuns(ledger, variable('ACCOUNT_HASH_KEY'), { perSecond: PEOPLE * 2, seconds: 0.5 })
for (const id of drafts.ids) await submitDraft(ledger, id)
const payouts = await changeable(ledger, drafts.ids)

const figures: Record<string, unknown> = {
  command: 'BENCH_DIR=<folder> npm run bench -- comparisons',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  payouts: await ledger.payout.count(),
}
figures.underChanges = await measureUnderChanges()
await settled(ledger)
figures.deep = await measureDeep()
keep('comparisons', figures)
await ledger.$disconnect()

/** Asks the product's own reconciler, and waits for what it finds. */
async function compare(tier: Tier): Promise<Comparison> {
  const id = await askComparison(ledger, tier, null)
  for (;;) {
    const [asked] = await listComparisons(ledger, id)
    if (asked?.state === 'failed') throw new Error(asked.failure ?? 'a comparison failed')
    if (asked?.state === 'done') return asked
    await pause(LOOK_MS)
  }
}

/** Deep comparisons of what nobody else changes; holds are timed before each and during it, in turn. */
async function measureDeep(): Promise<Record<string, unknown>> {
  await compare('deep') // what is read for the first time is not what is measured
  const rounds: { seconds: number; aloneP99: number; duringP99: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let left = HOLDS_MIN
    const alone = await timeOfHolds(ledger, payouts, () => left-- > 0)
    let goes = true
    const comparing = compare('deep').finally(() => (goes = false))
    const during = await timeOfHolds(ledger, payouts, () => goes)
    const { tookMs, mismatches, copies } = await comparing
    expectNothing(mismatches, copies)
    rounds.push({ seconds: (tookMs ?? 0) / 1_000, aloneP99: percentile(alone, 0.99), duringP99: percentile(during, 0.99) })
    console.log('deep', rounds.at(-1), `${during.length} holds during it`)
  }
  return {
    rounds: ROUNDS,
    seconds: range(rounds.map(({ seconds }) => seconds)),
    holdP99AloneMs: range(rounds.map(({ aloneP99 }) => aloneP99)),
    holdP99DuringMs: range(rounds.map(({ duringP99 }) => duringP99)),
    holdP99Times: range(
      rounds.map(({ aloneP99, duringP99 }) => duringP99 / aloneP99),
      2,
    ),
  }
}

/** One after the other, each tenth a deep one, while payouts change; it ends with an error at the first difference. */
async function measureUnderChanges(): Promise<Record<string, unknown>> {
  let goes = true
  const changing = changeAtRate(ledger, payouts, PER_SECOND, () => goes)
  const took: Record<Tier, number[]> = { quick: [], deep: [] }
  const seen = { ahead: 0, older: 0 }
  const began = performance.now()
  try {
    for (let n = 1; n <= COMPARISONS; n++) {
      const tier = n % DEEP_EACH === 0 ? 'deep' : 'quick'
      const { mismatches, copies, tookMs } = await compare(tier)
      expectNothing(mismatches, copies)
      took[tier].push((tookMs ?? 0) / 1_000)
      seen.ahead += copies.reduce((sum, { ahead }) => sum + ahead, 0)
      seen.older += copies.reduce((sum, { older }) => sum + older, 0)
      if (n % 50 === 0) console.log(n, seen, `${((performance.now() - began) / 1_000).toFixed(0)} s`)
    }
  } finally {
    goes = false
  }
  const changes = await changing
  return {
    comparisons: COMPARISONS,
    falseDifferences: 0,
    changes,
    changesPerSecond: Math.round((changes * 1_000) / (performance.now() - began)),
    payoutsSetAside: seen.ahead,
    payoutsOlderThanTheLedger: seen.older,
    quickSeconds: range(took.quick, 2),
    deepSeconds: range(took.deep, 2),
  }
}

function expectNothing(mismatches: number | null, copies: Comparison['copies']): void {
  const leftOut = copies.filter((copy) => copy.leftOut !== null)
  if (mismatches !== 0 || copies.length === 0 || leftOut.length > 0)
    throw new Error(`${mismatches} differences, left out: ${JSON.stringify(leftOut)}`)
}
