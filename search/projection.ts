/** Search as a projection: applies, refreshes, and only then says how far it is. Driven by the search projector alone. */
import { schemaIn } from '@/events/dead-letter'
import { type Arrived, type Covered, type Generation, GenerationReplaced, type MissingEvents, type Projection } from '@/events/projection'
import { readEvent } from '@/events/read-event'
import type { Watermark } from '@/events/topics'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { type Search, statusOf } from './client'
import { isCurrent } from './definition'
import { fillingOf } from './hold-index'
import { aliasedIndex, type PartitionProgress, progressOf, readPartitions, recordPartitions, type SearchProgress } from './progress'
import {
  type DeadLetter,
  ensureIndex,
  IndexGone,
  isPublished,
  nextIndexName,
  type OpenIndex,
  openIndex,
  type Placed,
  publishIndex,
  swapIndex,
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
const INDEX_LIMIT_MS = 3_000
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

/** `filling` names the index as no other was named, and `payouts` is how many it had at least. */
export type Proven = { filling: string; payouts: number }

/** What is done with an index that is filled beside the one that answers. */
export type Beside = {
  /** Its name; null for one that is still to be made. */
  made: string | null
  /** Takes note of the name. @returns the one that it is known by, where another process was first. @throws when it is not wanted any more. */
  named(made: string): Promise<string>
  /** It has caught up: what was proven of it, once it may answer; null before. Asked again and again. */
  mayAnswer(): Promise<Proven | null>
  /** What was proven is not what is there any more. */
  unproven(): Promise<void>
  /** It answers in the place of that one. */
  answers(replaced: string | null): Promise<void>
}

/** A whole index beside the one that answers, in whose place it comes once it may. */
export function searchBeside(around: Around, beside: Beside): Projection {
  return {
    async open() {
      const { search, era } = around
      // Before it is made: whoever gives it up has to know what to take away.
      const index = await beside.named(beside.made ?? (await nextIndexName(search, era)))
      await ensureIndex(search, index)
      const isAliased = await isPublished(search, index)
      if (isAliased) await beside.answers(null)
      return new IndexGeneration(around, { index, isAliased, replaces: null }, await readPartitions(search, index), beside)
    },
  }
}

class IndexGeneration implements Generation {
  readonly group: string
  readonly everyMs = REFRESH_MS
  readonly #around: Around
  readonly #index: string
  readonly #replaces: string | null
  /** Null for the index that readers are led to, or will be as soon as it has caught up. */
  readonly #beside: Beside | null
  /** What it covers, as it was last recorded. */
  #covered: SearchProgress | null = null
  /** By partition. */
  readonly #progress: PartitionProgress[]
  /** Partitions that something was applied to since it was last recorded. */
  readonly #moved: Set<number>
  #isPublished: boolean
  #watchedAt = performance.now()
  /** Events applied and not findable yet: now, and when it was last asked. */
  #unseen = { now: 0, before: 0, sinceMs: performance.now() }

  constructor(around: Around, { index, isAliased, replaces }: OpenIndex, progress: PartitionProgress[], beside: Beside | null = null) {
    this.group = `search-projector-${index}`
    this.#around = around
    this.#index = index
    this.#replaces = replaces
    this.#beside = beside
    this.#isPublished = isAliased
    this.#progress = progress
    this.#moved = new Set(progress.keys())
  }

  async applied(partition: number): Promise<bigint> {
    return BigInt(this.#of(partition).applied)
  }

  async apply(partition: number, batch: readonly Arrived[]): Promise<readonly string[]> {
    const { search, clock } = this.#around
    const at = clock().toISOString()
    const place = { era: this.#around.era, partition, at }
    const { payouts, deadLetters } = read(place, batch)
    const refused = await writePayouts(search, this.#index, payouts)
    const all = [...deadLetters, ...refused.map(({ state, reason }) => deadLetterOf(place, batch, state.id, reason))]
    await writeDeadLetters(search, this.#index, all)
    this.#unseen.now += batch.length
    const last = batch.findLast((each) => each.unreadable === undefined)?.position
    const before = this.#of(partition)
    this.#progress[partition] = { ...before, applied: String(last ?? before.applied), gapAt: null }
    this.#moved.add(partition)
    return all.map(({ reason }) => reason)
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
      this.#covered = progress ?? this.#covered
      if (this.#covered && !this.#isPublished && this.#mayAnswer(this.#covered, watermarks)) await this.#publish(this.#covered)
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
    if (this.#beside === null) await publishIndex(search, this.#index)
    else {
      const proven = await this.#beside.mayAnswer()
      if (proven === null) return
      if (!(await isAsProven(search, this.#index, proven))) return this.#beside.unproven()
      await this.#beside.answers(await swapIndex(search, this.#index))
    }
    this.#isPublished = true
    log.info({ index: this.#index, position }, 'the new index answers now')
  }

  /** Looks now and then whether somebody took the index, or its alias, away. @throws IndexGone; GenerationReplaced when another of ours answers. */
  async #watch(): Promise<void> {
    if (performance.now() - this.#watchedAt <= WATCH_INDEX_MS) return
    const { search } = this.#around
    this.#watchedAt = performance.now()
    if (!(await search.client.indices.exists({ index: this.#index }))) throw new IndexGone(this.#index)
    if (!this.#isPublished || (await isPublished(search, this.#index))) return
    const other = await aliasedIndex(search, INDEX_LIMIT_MS)
    if (other !== null && isCurrent(search.prefix, this.#around.era, other))
      throw new GenerationReplaced(`${other} answers in the place of ${this.#index}`)
    this.#isPublished = false
  }
}

/** An index that was deleted and made again under its name, or emptied, is not the one that was read back. */
async function isAsProven(search: Search, index: string, { filling, payouts }: Proven): Promise<boolean> {
  const { count } = await search.client.count({ index, query: { term: { kind: 'payout' } } })
  return count >= payouts && (await fillingOf(search, index)) === filling
}

const coverageOf = ({ position, coveredUntil, horizonXid, era }: Watermark): PartitionProgress['mark'] => ({
  position,
  coveredUntil,
  horizonXid,
  era,
})

/** The newest state of each payout of the batch, and what could not be read. Events that are no payout's change nothing here. */
function read(place: Beginning, batch: readonly Arrived[]): { payouts: Placed[]; deadLetters: DeadLetter[] } {
  const payouts = new Map<string, Placed>()
  const deadLetters: DeadLetter[] = []
  for (const message of batch) {
    const event = message.unreadable === undefined ? readEvent(message.value) : { kind: 'unreadable' as const, reason: message.unreadable }
    if (event.kind === 'unreadable') deadLetters.push(deadLetter(place, message, event.reason))
    else if (event.kind === 'payout' && (payouts.get(event.data.payout.id)?.state.version ?? 0) < event.data.payout.version)
      payouts.set(event.data.payout.id, { state: event.data.payout, position: message.position })
  }
  return { payouts: [...payouts.values()], deadLetters }
}

type Beginning = { era: number; partition: number; at: string }

const deadLetter = (place: Beginning, message: Arrived, reason: string): DeadLetter => ({
  ...place,
  schema: schemaIn(message.value),
  position: String(message.position),
  offset: message.offset,
  reason,
  bytes: message.value?.toString('base64') ?? '',
})

/** The message of the batch that carried a refused state. */
function deadLetterOf(place: Beginning, batch: readonly Arrived[], payoutId: string, reason: string): DeadLetter {
  const message = batch.findLast((each) => each.value?.includes(payoutId)) ?? (batch.at(-1) as Arrived)
  return deadLetter(place, message, reason)
}
