/** Search as a projection: applies, refreshes, and only then says how far it is. Driven by the search projector alone. */
import type { Arrived, Covered, Generation, MissingEvents, Projection } from '@/events/projection'
import { readEvent } from '@/events/read-event'
import type { Watermark } from '@/events/topics'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { type Search, statusOf } from './client'
import { type PartitionProgress, progressOf, readPartitions, recordPartitions, type SearchProgress } from './progress'
import {
  type DeadLetter,
  IndexGone,
  isPublished,
  type OpenIndex,
  openIndex,
  type Placed,
  publishIndex,
  withdrawIndex,
  writeDeadLetters,
  writePayouts,
} from './writer'

const REFRESH_MS = 500
/** A backlog is made findable in fewer and larger pieces: a refresh each half second and the merges after it took half of Elasticsearch's time. */
const BACKLOG_REFRESH_MS = 5_000
/** More than ordinary load brings between two refreshes. */
const BACKLOG_EVENTS = 2_000
const WATCH_INDEX_MS = 5_000
/** While events arrive, the newest watermark is always a little ahead of what was made findable. */
const CAUGHT_UP_MS = 5_000

type Around = { search: Search; era: number; clock: Clock; log: Logger }

/** Search as a copy of the ledger, in an index with an alias for its readers. */
export function searchProjection(around: Around): Projection {
  return {
    async open() {
      const opened = await openIndex(around.search, around.era)
      const isOfLostHistory = opened.replaces !== null && (await progressOf(around.search, opened.replaces)).era !== around.era
      if (opened.replaces !== null && isOfLostHistory) await withdrawIndex(around.search, opened.replaces)
      const from = isOfLostHistory ? { ...opened, replaces: null } : opened
      return new IndexGeneration(around, from, await readPartitions(around.search, opened.index))
    },
  }
}

class IndexGeneration implements Generation {
  readonly group: string
  readonly everyMs = REFRESH_MS
  readonly #around: Around
  readonly #index: string
  readonly #replaces: string | null
  /** By partition. */
  readonly #progress: PartitionProgress[]
  /** Partitions that something was applied to since it was last recorded. */
  readonly #moved: Set<number>
  #isPublished: boolean
  #watchedAt = performance.now()
  /** Events applied and not findable yet: now, and when it was last asked. */
  #unseen = { now: 0, before: 0, sinceMs: performance.now() }

  constructor(around: Around, { index, isAliased, replaces }: OpenIndex, progress: PartitionProgress[]) {
    this.group = `search-projector-${index}`
    this.#around = around
    this.#index = index
    this.#replaces = replaces
    this.#isPublished = isAliased
    this.#progress = progress
    this.#moved = new Set(progress.keys())
  }

  async applied(partition: number): Promise<bigint> {
    return BigInt(this.#of(partition).applied)
  }

  async apply(partition: number, batch: readonly Arrived[]): Promise<void> {
    const { search, clock } = this.#around
    const at = clock().toISOString()
    const { payouts, deadLetters } = read(partition, batch, at)
    const refused = await writePayouts(search, this.#index, payouts)
    const all = [...deadLetters, ...refused.map(({ state, reason }) => deadLetterOf(partition, batch, state.id, reason, at))]
    await writeDeadLetters(search, this.#index, all)
    this.#unseen.now += batch.length
    const last = batch.findLast((each) => each.unreadable === undefined)?.position
    const before = this.#of(partition)
    this.#progress[partition] = { ...before, applied: String(last ?? before.applied), gapAt: null }
    this.#moved.add(partition)
  }

  miss(partition: number, { after, searched }: MissingEvents): void {
    if (searched) this.#progress[partition] = { ...this.#of(partition), gapAt: String(after) }
    this.#moved.add(partition)
  }

  async recordCoverage(watermarks: readonly Watermark[]): Promise<Covered | null> {
    try {
      if (this.#isInBacklog()) {
        await this.#recordApplied()
        return null
      }
      const progress = await this.#refreshAndRecord(watermarks)
      if (progress && !this.#isPublished && this.#mayAnswer(progress, watermarks)) await this.#publish(progress)
      await this.#watch()
      if (!progress) return null
      const { position, coveredUntil, deadLetters } = progress
      return { position: BigInt(position ?? 0), coveredUntil, deadLetters }
    } catch (error) {
      if (error instanceof IndexGone || statusOf(error) === 404) throw new IndexGone(this.#index)
      for (const partition of this.#progress.keys()) this.#moved.add(partition)
      throw error
    }
  }

  close(): void {}

  /** Where a projector that is started anew goes on. It claims nothing: behind Kafka's offsets, it would read whole partitions again. */
  async #recordApplied(): Promise<void> {
    const moved = this.#progress.filter(({ partition }) => this.#moved.has(partition))
    await recordPartitions(this.#around.search, this.#index, moved)
  }

  /** Whether more than usual was applied, goes on to be, and was made findable a moment ago. */
  #isInBacklog(): boolean {
    const { now, before, sinceMs } = this.#unseen
    this.#unseen.before = now
    return now > BACKLOG_EVENTS && now > before && performance.now() - sinceMs < BACKLOG_REFRESH_MS
  }

  #of(partition: number): PartitionProgress {
    return this.#progress[partition] as PartitionProgress
  }

  /** Makes what was applied findable, then records the newest watermark each partition has reached. Nothing is recorded before it can be found. Null when nothing is new. */
  async #refreshAndRecord(watermarks: readonly Watermark[]): Promise<SearchProgress | null> {
    const { search } = this.#around
    const reached = [...this.#progress]
    const moved = [...this.#moved]
    this.#moved.clear()
    this.#unseen = { now: 0, before: 0, sinceMs: performance.now() }
    if (moved.length > 0) await search.client.indices.refresh({ index: this.#index })
    const due: PartitionProgress[] = []
    for (const progress of reached) {
      const { partition, applied } = progress
      const watermark = watermarks.findLast((each) => BigInt(each.last[partition] ?? 0) <= BigInt(applied))
      const isNewer = watermark !== undefined && BigInt(watermark.horizonXid) > BigInt(progress.mark?.horizonXid ?? 0)
      if (!isNewer && !moved.includes(partition)) continue
      due.push(isNewer ? { ...progress, mark: coverageOf(watermark) } : progress)
    }
    if (due.length === 0) return null
    await recordPartitions(search, this.#index, due)
    for (const { partition, mark } of due) this.#progress[partition] = { ...this.#of(partition), mark }
    return progressOf(search, this.#index)
  }

  /** Once it has caught up. With a gap it does not replace an index without one; where there is none, saying what is missing is better than nothing. */
  #mayAnswer({ coveredUntil, gapAt }: SearchProgress, watermarks: readonly Watermark[]): boolean {
    const newest = watermarks.at(-1)
    if (gapAt) return this.#replaces === null
    return newest !== undefined && coveredUntil !== null && Date.parse(coveredUntil) >= Date.parse(newest.coveredUntil) - CAUGHT_UP_MS
  }

  async #publish({ position }: SearchProgress): Promise<void> {
    const { search, log } = this.#around
    await publishIndex(search, this.#index)
    this.#isPublished = true
    log.info({ index: this.#index, position }, 'the new index answers now')
  }

  /** Looks now and then whether somebody took the index, or its alias, away. @throws IndexGone */
  async #watch(): Promise<void> {
    if (performance.now() - this.#watchedAt <= WATCH_INDEX_MS) return
    const { search } = this.#around
    this.#watchedAt = performance.now()
    if (!(await search.client.indices.exists({ index: this.#index }))) throw new IndexGone(this.#index)
    this.#isPublished &&= await isPublished(search, this.#index)
  }
}

const coverageOf = ({ position, coveredUntil, horizonXid, era }: Watermark): PartitionProgress['mark'] => ({
  position,
  coveredUntil,
  horizonXid,
  era,
})

/** The newest state of each payout of the batch, and what could not be read. Events that are no payout's change nothing here. */
function read(partition: number, batch: readonly Arrived[], at: string): { payouts: Placed[]; deadLetters: DeadLetter[] } {
  const payouts = new Map<string, Placed>()
  const deadLetters: DeadLetter[] = []
  for (const message of batch) {
    const event = message.unreadable === undefined ? readEvent(message.value) : { kind: 'unreadable' as const, reason: message.unreadable }
    if (event.kind === 'unreadable') deadLetters.push(deadLetter(partition, message, event.reason, at))
    else if (event.kind === 'payout' && (payouts.get(event.data.payout.id)?.state.version ?? 0) < event.data.payout.version)
      payouts.set(event.data.payout.id, { state: event.data.payout, position: message.position })
  }
  return { payouts: [...payouts.values()], deadLetters }
}

const deadLetter = (partition: number, message: Arrived, reason: string, at: string): DeadLetter => ({
  partition,
  position: String(message.position),
  offset: message.offset,
  reason,
  bytes: message.value?.toString('base64') ?? '',
  at,
})

/** The message of the batch that carried a refused state. */
function deadLetterOf(partition: number, batch: readonly Arrived[], payoutId: string, reason: string, at: string): DeadLetter {
  const message = batch.findLast((each) => each.value?.includes(payoutId)) ?? (batch.at(-1) as Arrived)
  return deadLetter(partition, message, reason, at)
}
