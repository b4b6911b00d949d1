/** Keeps the index equal to the journal: applies, refreshes, and only then says how far it is. */
import { type PayoutState, readEvent } from '@/events/read-event'
import { eventsTopic, PARTITIONS, watermarksTopic } from '@/events/topics'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import { backOffMs, pause } from '@/platform/retry'
import { type Search, statusOf } from '@/search/client'
import { type PartitionProgress, progressOf, readPartitions, recordPartitions, type SearchProgress } from '@/search/progress'
import {
  type DeadLetter,
  IndexGone,
  isPublished,
  type OpenIndex,
  openIndex,
  publishIndex,
  writeDeadLetters,
  writePayouts,
} from '@/search/writer'
import type { ConsumerStatus } from '../kafka/beat'
import type { Kafka } from '../kafka/connect'
import { type Consumed, consumePartitions } from '../kafka/consume'
import { trustIn } from '../kafka/trust'
import { followWatermarks, type Watermark } from '../kafka/watermarks'

export type ProjectorOptions = {
  search: Search
  kafka: Kafka
  topicPrefix: string
  /** The key that events are signed with. */
  secret: string
  era: number
  clock: Clock
  log: Logger
  signal: AbortSignal
  onError: (error: unknown) => void
}

const REFRESH_MS = 500
const WATCH_INDEX_MS = 5_000
const RETRY_MS = 200
const RETRY_MS_MAX = 5_000
const MARKS_MAX = 64
/** While events arrive, the newest watermark is always a little ahead of what was made findable. */
const CAUGHT_UP_MS = 5_000

/** Runs until `signal` aborts. An index that vanishes is made again, and filled from Kafka alone. */
export async function project(options: ProjectorOptions, status: ConsumerStatus): Promise<void> {
  for (let failures = 0; !options.signal.aborted; ) {
    const lap = new AbortController()
    try {
      const opened = await openIndex(options.search)
      failures = 0
      await fill({ ...options, signal: AbortSignal.any([options.signal, lap.signal]) }, status, opened)
    } catch (error) {
      if (options.signal.aborted) return
      failures += 1
      options.onError(error)
      options.log.warn(
        { err: error, failures },
        error instanceof IndexGone ? 'the index is gone and is made again' : 'the projector begins again',
      )
      await pause(backOffMs(failures, RETRY_MS, RETRY_MS_MAX), options.signal)
    } finally {
      lap.abort()
    }
  }
}

async function fill(
  { search, kafka, topicPrefix, secret, era, clock, log, signal, onError }: ProjectorOptions,
  status: ConsumerStatus,
  { index, isAliased, replaces }: OpenIndex,
): Promise<void> {
  const applied = new Map<number, PartitionProgress>()
  for (const progress of await readPartitions(search, index)) applied.set(progress.partition, progress)
  const dirty = new Set<number>(applied.keys())
  const marks: Watermark[] = []
  let published = isAliased
  let failed: unknown = null
  const ending = new AbortController()
  const inner = AbortSignal.any([signal, ending.signal])
  const fail = (error: unknown): void => {
    failed ??= error
    ending.abort()
  }

  async function apply(partition: number, batch: Consumed[]): Promise<void> {
    try {
      const at = clock().toISOString()
      const { states, letters } = read(partition, batch, at)
      const refused = await writePayouts(search, index, states)
      const all = [...letters, ...refused.map(({ state, reason }) => letterOf(partition, batch, state.id, reason, at))]
      await writeDeadLetters(search, index, all)
      const last = batch.findLast((each) => each.unreadable === undefined)?.position
      const before = applied.get(partition) as PartitionProgress
      applied.set(partition, { ...before, applied: String(last ?? before.applied), gapAt: null })
      dirty.add(partition)
      status.events += batch.length
    } catch (error) {
      if (error instanceof IndexGone) fail(error)
      throw error
    }
  }

  const topic = eventsTopic(topicPrefix, era)
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix))
  const consumption = consumePartitions({
    kafka,
    topic,
    trust,
    groupId: `${topicPrefix}search-projector-${index}`,
    log,
    signal: inner,
    onError,
    applied: async (partition) => BigInt(applied.get(partition)?.applied ?? 0),
    apply,
    onGap: (partition, gap) => {
      const before = applied.get(partition) as PartitionProgress
      if (gap.searched) applied.set(partition, { ...before, gapAt: String(gap.after) })
      dirty.add(partition)
    },
  })
  status.lag = consumption.lag
  status.gaps = consumption.gaps
  const consuming = consumption.run().catch(fail)
  const following = followWatermarks({
    kafka,
    prefix: topicPrefix,
    trust,
    era,
    log,
    signal: inner,
    onWatermark: (mark) => {
      marks.push(mark)
      marks.splice(0, marks.length - MARKS_MAX)
    },
  }).catch(fail)

  /** Makes what was applied findable, then claims the newest watermark each partition has reached. Nothing is claimed before it can be found. */
  async function refreshAndClaim(): Promise<void> {
    const reached = new Map(applied)
    const moved = [...dirty]
    dirty.clear()
    if (moved.length > 0) await search.client.indices.refresh({ index })
    const due: PartitionProgress[] = []
    for (const [partition, progress] of reached) {
      const mark = marks.findLast((each) => BigInt(each.last[partition] ?? 0) <= BigInt(progress.applied))
      const isNewer = mark !== undefined && BigInt(mark.horizonXid) > BigInt(progress.mark?.horizonXid ?? 0)
      if (!isNewer && !moved.includes(partition)) continue
      due.push(isNewer ? { ...progress, mark: claimOf(mark) } : progress)
    }
    await recordPartitions(search, index, due)
    for (const { partition, mark } of due) applied.set(partition, { ...(applied.get(partition) as PartitionProgress), mark })
    const progress = await progressOf(search, index)
    Object.assign(status, {
      position: BigInt(progress.position ?? 0),
      coveredUntil: progress.coveredUntil,
      deadLetters: progress.deadLetters,
    })
    if (published || !mayAnswer(progress)) return
    await publishIndex(search, index)
    published = true
    log.info({ index, position: progress.position }, 'the new index answers now')
  }

  /** Once it has caught up. With a gap it does not replace an index without one; where there is none, saying what is missing is better than nothing. */
  function mayAnswer({ coveredUntil, gapAt }: SearchProgress): boolean {
    const newest = marks.at(-1)
    if (gapAt) return replaces === null
    return newest !== undefined && coveredUntil !== null && Date.parse(coveredUntil) >= Date.parse(newest.coveredUntil) - CAUGHT_UP_MS
  }

  let watchedAt = performance.now()
  try {
    while (!inner.aborted) {
      await pause(REFRESH_MS, inner)
      if (inner.aborted) break
      try {
        await refreshAndClaim()
        if (performance.now() - watchedAt > WATCH_INDEX_MS) {
          watchedAt = performance.now()
          if (!(await search.client.indices.exists({ index }))) throw new IndexGone(index)
          published &&= await isPublished(search, index)
        }
      } catch (error) {
        if (error instanceof IndexGone || statusOf(error) === 404) throw new IndexGone(index)
        for (let partition = 0; partition < PARTITIONS; partition++) dirty.add(partition)
        onError(error)
        log.warn({ err: error }, 'search does not answer; its progress is recorded later')
      }
    }
  } finally {
    ending.abort()
    await Promise.all([consumption.stop(), consuming, following])
  }
  if (failed && !signal.aborted) throw failed
}

const claimOf = ({ position, coveredUntil, horizonXid, era }: Watermark): PartitionProgress['mark'] => ({
  position,
  coveredUntil,
  horizonXid,
  era,
})

/** The newest state of each payout of the batch, and what could not be read. Events that are no payout's change nothing here. */
function read(partition: number, batch: readonly Consumed[], at: string): { states: PayoutState[]; letters: DeadLetter[] } {
  const states = new Map<string, PayoutState>()
  const letters: DeadLetter[] = []
  for (const message of batch) {
    const event = message.unreadable === undefined ? readEvent(message.value) : { kind: 'unreadable' as const, reason: message.unreadable }
    if (event.kind === 'unreadable') letters.push(deadLetter(partition, message, event.reason, at))
    else if (event.kind === 'payout' && (states.get(event.data.payout.id)?.version ?? 0) < event.data.payout.version)
      states.set(event.data.payout.id, event.data.payout)
  }
  return { states: [...states.values()], letters }
}

const deadLetter = (partition: number, message: Consumed, reason: string, at: string): DeadLetter => ({
  partition,
  position: String(message.position),
  offset: message.offset,
  reason,
  bytes: message.value?.toString('base64') ?? '',
  at,
})

/** The message of the batch that carried a refused state. */
function letterOf(partition: number, batch: readonly Consumed[], payoutId: string, reason: string, at: string): DeadLetter {
  const message = batch.findLast((each) => each.value?.includes(payoutId)) ?? (batch.at(-1) as Consumed)
  return deadLetter(partition, message, reason, at)
}
