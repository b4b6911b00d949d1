/** Everything the operations page shows, read at one moment: the pipeline from Postgres, the copies from themselves. */
import { PARTITIONS } from '@/events/topics'
import { newestDeadLetters, readProgress } from '@/finance/progress'
import { type PipelineStatus, pipelineStatus } from '@/operations/status'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { type Coverage, type Freshness, judge, type Store } from '@/platform/freshness'
import { within } from '@/platform/within'
import type { SearchReader } from '@/search/reader'

/** `financeDir` is the folder below which finance is published. */
type Stores = { ledger: Ledger; search: SearchReader; financeDir: string }

export type DeadLetter = {
  consumer: 'search-projector' | 'finance-loader'
  reason: string
  partition: number
  /** Null when the message did not say its own. */
  position: string | null
  offset: string
  at: string
}

export type CopyStatus = Freshness & {
  /** How many events it could not take; null when it does not answer. */
  deadLetters: number | null
}

export type Operations = PipelineStatus & {
  /** When this was read. */
  at: string
  /** Of the topic; each has to be read. */
  partitions: number
  search: CopyStatus
  finance: CopyStatus
  /** The newest fifty, without their content. */
  deadLetters: DeadLetter[]
}

const LETTERS_MAX = 50
/** A copy that takes longer is shown as not answering; the page must not wait for what it reports on. */
const LIMIT_MS = 2_000

/** @throws when Postgres does not answer. */
export async function readOperations({ ledger, search, financeDir }: Stores, now: Date): Promise<Operations> {
  const [pipeline, searched, financed, inSearch, inFinance] = await Promise.all([
    pipelineStatus(ledger),
    within(LIMIT_MS, search.progress(), null),
    within(LIMIT_MS, readProgress(financeDir), null),
    within(LIMIT_MS, search.deadLetters(), []),
    within(LIMIT_MS, newestDeadLetters(financeDir), []),
  ])
  const deadLetters: DeadLetter[] = [
    ...inSearch.map((letter) => ({ consumer: 'search-projector' as const, ...letter })),
    ...inFinance.map((letter) => ({ consumer: 'finance-loader' as const, ...letter })),
  ]
  return {
    ...pipeline,
    at: now.toISOString(),
    partitions: PARTITIONS,
    search: copyStatus('search', searched, now),
    finance: copyStatus('finance', financed, now),
    deadLetters: deadLetters
      .sort((a, b) => b.at.localeCompare(a.at))
      .slice(0, LETTERS_MAX)
      .map(({ consumer, reason, partition, position, offset, at }) => ({ consumer, reason, partition, position, offset, at })),
  }
}

/** As every desk says it, and where something is missing also after which position. */
function copyStatus(store: Store, coverage: Coverage | null, now: Date): CopyStatus {
  const gap = coverage?.gapAt ? { note: `a gap in the events after position ${coverage.gapAt}` } : {}
  return { ...judge(store, coverage, now), ...gap, deadLetters: coverage?.deadLetters ?? null }
}
