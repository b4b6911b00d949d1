/** One comparison from beginning to end: the copies are held, compared, and what was found is recorded. */
import type { CopyName, HeldCopy, Tier } from '@/events/held-copy'
import type { Ledger } from '@/prisma/connect'
import { type CopyOutcome, compareCopies, keyOf, leftOut } from './compare-copies'
import { beatComparison, failComparison, finishComparison } from './comparisons'
import type { Difference } from './difference'
import { compareLedgerWithItself, type Itself } from './ledger-with-itself'
import { type Looked, recordFound, watchedPayouts } from './mismatches'

/** Opens a copy for a comparison; null when it was never filled. */
export type Hold = Readonly<Record<CopyName, () => Promise<HeldCopy | null>>>
/** What else a deep comparison looks at: the journal in Kafka, and what the bank has said. `wholly` names kinds of a store, as in `Looked`. */
export type Beside = {
  journal: () => Promise<{ leftOut: string | null; differences: Difference[]; wholly: string[] }>
  evidence: () => Promise<Itself>
}
export type RunOptions = {
  ledger: Ledger
  hold: Hold
  beside?: Beside
  /** How long the copies are waited for to have what Kafka had at the beginning. */
  waitMs: number
  signal: AbortSignal
  pause: (ms: number) => Promise<void>
}
export type Result = { position: bigint; mismatches: number; copies: readonly CopyOutcome[] }

const BEAT_MS = 5_000
const LOOK_MS = 500

/** Runs a comparison that the caller has taken, and records it. @throws what kept it from ending, which is noted as its failure first. */
export async function runComparison(options: RunOptions, { id, tier }: { id: string; tier: Tier }): Promise<Result | null> {
  const { ledger } = options
  const beating = setInterval(() => void beatComparison(ledger, id).catch(() => undefined), BEAT_MS)
  try {
    return await compareAndRecord(options, id, tier)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    await failComparison(ledger, id, said.slice(0, 500) || 'unknown').catch(() => undefined)
    throw error
  } finally {
    clearInterval(beating)
  }
}

async function compareAndRecord(options: RunOptions, id: string, tier: Tier): Promise<Result | null> {
  const { ledger } = options
  const watched = await watchedPayouts(ledger)
  const { held, away } = await holdAll(options)
  try {
    const compared = await compareCopies(ledger, held, { tier, watched })
    const wholly = new Set<string>()
    const extra: Difference[] = []
    const copies = [...compared.copies, ...away]
    if (tier === 'deep') {
      const inLedger = [await compareLedgerWithItself(ledger), ...(options.beside ? [await options.beside.evidence()] : [])]
      extra.push(...inLedger.flatMap(({ differences }) => differences))
      if (inLedger.every(({ isComplete }) => isComplete)) for (const kind of ['payout', 'run', 'bank-file']) wholly.add(`ledger ${kind}`)
      for (const copy of held) {
        extra.push(...(await figuresOf(copy)))
        wholly.add(`${copy.name} figure`)
      }
      const journal = await options.beside?.journal()
      if (journal) {
        extra.push(...journal.differences)
        copies.push({ copy: 'kafka', leftOut: journal.leftOut, ahead: 0, older: 0 })
        for (const kind of journal.wholly) wholly.add(kind)
      }
    }
    const differences = together([...compared.differences, ...extra])
    const looked: Looked = { wholly, checked: compared.checked }
    const { era, position, payouts } = compared
    const isRecorded = await ledger.$transaction(async (tx) => {
      if (!(await finishComparison(tx, id, { era, position, payouts, copies, mismatches: differences.length }))) return false
      await recordFound(tx, { comparisonId: id, tier, position, differences, looked })
      return true
    })
    return isRecorded ? { position, mismatches: differences.length, copies } : null
  } finally {
    await Promise.all(held.map((copy) => copy.release()))
  }
}

/** Both copies, once they have what was published at the beginning, or after `waitMs` as they are. */
async function holdAll({ ledger, hold, waitMs, signal, pause }: RunOptions): Promise<{ held: HeldCopy[]; away: CopyOutcome[] }> {
  const target = await publishedPosition(ledger)
  for (const deadline = performance.now() + waitMs; ; await pause(LOOK_MS)) {
    const found = await Promise.all([holdOne('search', hold.search), holdOne('finance', hold.finance)])
    const held = found.filter((each) => 'sums' in each)
    const isDue = performance.now() >= deadline || signal.aborted || held.every(({ position }) => position >= target)
    if (isDue) return { held, away: found.filter((each) => 'leftOut' in each) }
    await Promise.all(held.map((copy) => copy.release()))
  }
}

async function holdOne(name: CopyName, hold: () => Promise<HeldCopy | null>): Promise<HeldCopy | CopyOutcome> {
  try {
    return (await hold()) ?? leftOut(name, 'it was not filled yet')
  } catch (error) {
    return leftOut(name, `it does not answer: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300))
  }
}

async function publishedPosition(db: Ledger): Promise<bigint> {
  const [newest] = await db.$queryRaw<{ position: bigint }[]>`
    SELECT coalesce(max(batch.last), 0) AS position FROM relay_batches batch
    WHERE batch.era = (SELECT relay_leader.era FROM relay_leader) AND batch.confirmed_at IS NOT NULL`
  return newest?.position ?? 0n
}

async function figuresOf(copy: HeldCopy): Promise<Difference[]> {
  const figures = Map.groupBy(await copy.figures(), ({ figure }) => figure)
  return [...figures].map(([subject, rows]) => ({
    ...{ store: copy.name, kind: 'figure', subject, cause: 'does-not-add-up' },
    fields: rows.map(({ expected, actual }, n) => ({ field: `row ${n + 1}`, expected, actual })),
  }))
}

/** What was found of one thing in two ways is one difference. */
function together(differences: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>()
  for (const each of differences) {
    const before = found.get(keyOf(each))
    const isNew = before?.cause !== each.cause
    found.set(keyOf(each), before ? { ...before, fields: isNew ? [...before.fields, ...each.fields] : before.fields } : each)
  }
  return [...found.values()]
}
