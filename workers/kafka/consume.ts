/** The loop of every consumer: each event once, in order, and never past a gap. */
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import type { Arrived } from '@/events/projection'
import type { Logger } from '@/platform/log'
import { backOffMs, pause, untilDone } from '@/platform/retry'
import { offsetWatch, readCommits } from './admin'
import { classify, type Gap, type Reading } from './classify'
import { keepConsuming } from './member'
import type { Trust } from './trust'

export type { Gap } from './classify'

export type ConsumeOptions = {
  kafka: Kafka
  topic: string
  groupId: string
  log: Logger
  /** Tells the messages of our relay from what somebody else wrote to the topic. */
  trust: Trust
  /** The position the copy has durably applied in a partition; read once each time the partition is assigned. */
  applied: (partition: number) => Promise<bigint>
  /**
   * Applies consecutive messages of one partition and is durable when it resolves. When it throws, the same messages come again, for ever.
   * Called at the same time for different partitions, never for the same one.
   */
  apply: (partition: number, batch: Arrived[]) => Promise<void>
  /**
   * Events are missing: the partition is read again from its beginning. Called once more, with `searched`, when that did not find them.
   * The gap is closed as soon as `apply` is called for that partition again.
   */
  onGap: (partition: number, gap: Gap) => void | Promise<void>
  /** Called with each failure of the loop, for the process's heartbeat. */
  onError?: (error: unknown) => void
  /** The most messages handed to `apply` at once. */
  batchMax?: number
  signal: AbortSignal
}

export type Consumption = {
  /** Resolves once stopped. @throws Error when messages wait and nothing has moved for a minute: the process should end and be started again. */
  run(): Promise<void>
  stop(): Promise<void>
  /** Messages per assigned partition that are in Kafka and not applied. @throws when Kafka is away. */
  lag(): Promise<Record<number, bigint>>
  /** By assigned partition the position after which events are missing, though the whole partition was read again. */
  gaps(): Record<number, string>
}

/** A partition while it is assigned to us; `next` is the offset after the last message that was dealt with. */
type Assigned = Reading & { next: bigint; uncommitted: boolean }

const COMMIT_EVERY_MS = 1_000
const HEARTBEAT_EVERY_MS = 1_000
/** Between two attempts to apply the same messages. */
const AGAIN_MS = 100
const AGAIN_MS_MAX = 2_000
const WATCH_EVERY_MS = 10_000
const STUCK_AFTER_MS = 60_000
/** Tenths of a second. */
const UNJUDGED_SAID_AFTER = 100
/** A killed member is waited for this long by the one that takes over. */
const SESSION_TIMEOUT_MS = 8_000

/**
 * Reads all partitions of `topic` from where the copy is. Offsets are only a hint: what was applied is asked of the copy itself, and each
 * message names its predecessor. A copy whose progress was deleted is thereby built again from Kafka alone.
 */
export function consumePartitions(options: ConsumeOptions): Consumption {
  const { kafka, topic, groupId, log, trust, applied, apply, onGap, onError, batchMax = 1_000 } = options
  const stopping = new AbortController()
  const signal = AbortSignal.any([options.signal, stopping.signal])
  let assigned = new Map<number, Promise<Assigned>>()
  let ready = new Map<number, Assigned>()
  const ends = offsetWatch(kafka, topic)
  let movedAt = performance.now()
  let running: Promise<void> | null = null

  /** What the copy says about a partition just assigned, and where to read from. */
  async function prepare(consumer: Consumer, partition: number, into: Map<number, Assigned>): Promise<Assigned> {
    const look = async () => ({ position: await applied(partition), commit: (await readCommits(kafka, groupId, topic)).get(partition) })
    const { position, commit } = await untilDone(look, {
      what: `Reading the progress of partition ${partition}`,
      log,
      signal,
      ...(onError && { onError }),
    })
    const behind = commit !== undefined && (commit.position === null || commit.position > position)
    if (behind) {
      log.info(
        { partition, applied: position.toString(), committed: commit },
        'the copy is behind its offset: the partition is read from its beginning',
      )
      consumer.seek({ topic, partition, offset: '0' })
    }
    const fresh: Assigned = {
      applied: position,
      seen: behind ? 0n : position,
      search: null,
      next: behind ? 0n : (commit?.offset ?? 0n),
      uncommitted: false,
    }
    into.set(partition, fresh)
    return fresh
  }

  async function eachBatch(consumer: Consumer, { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const { partition } = batch
    const preparing = assigned.get(partition)
    const heartbeats = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_EVERY_MS)
    try {
      const state = await preparing
      if (!state || isStale() || !isRunning()) return
      movedAt = performance.now()
      await untilJudged(batch.messages)
      if (isStale() || !isRunning()) return
      const classified = classify(believed(partition, batch.messages), state)
      for (let from = 0; from < classified.wanted.length; from += batchMax) {
        const chunk = classified.wanted.slice(from, from + batchMax)
        if (!(await applyPatiently(partition, chunk, isRunning))) return
        const last = chunk.at(-1)
        if (!last) break
        state.applied = last.position
        state.search = null
        advance(state, BigInt(last.offset) + 1n)
      }
      state.seen = classified.seen
      state.search = classified.search
      if (classified.missed) await report(partition, classified.missed)
      if (classified.gap) {
        await report(partition, classified.gap)
        state.search = classified.gap
        state.seen = 0n
        consumer.seek({ topic, partition, offset: '0' })
        return
      }
      resolveOffset(batch.lastOffset())
      // While it searches, the offset stays before the gap: a restart must meet it again.
      if (!state.search) advance(state, BigInt(batch.lastOffset()) + 1n)
    } finally {
      clearInterval(heartbeats)
    }
  }

  /** Events from before they were signed wait for the first watermark that says up to where there are such: a running relay announces one every 5 s. */
  async function untilJudged(messages: readonly KafkaMessage[]): Promise<void> {
    for (let waits = 0; !signal.aborted && messages.some(trust.waits); waits += 1) {
      if (waits === UNJUDGED_SAID_AFTER)
        onError?.(new Error('events without a signature wait for the relay to say that they may have none'))
      movedAt = performance.now() // it stands still for a reason that is known
      await pause(100, signal)
    }
  }

  /** Without what is not our relay's: it is named, and has no place, whatever it says. */
  function believed(partition: number, messages: readonly KafkaMessage[]): KafkaMessage[] {
    return messages.filter((message) => {
      const doubt = trust.doubt(partition, message)
      if (doubt === null) return true
      const { offset } = message
      log.error({ partition, offset, doubt }, 'a message that is not of this ledger is left out')
      onError?.(
        new Error(
          `The message at offset ${offset} of partition ${partition} is not of this ledger (${doubt}). The consumer skipped it. If it was one of ours and was altered, the relay sends it again.`,
        ),
      )
      return false
    })
  }

  /** False when we are told to stop, or the partition is ours no more, before it succeeded. */
  async function applyPatiently(partition: number, chunk: Arrived[], isRunning: () => boolean): Promise<boolean> {
    for (let tries = 0; isRunning() && !signal.aborted; tries += 1) {
      try {
        await apply(partition, chunk)
        movedAt = performance.now()
        return true
      } catch (error) {
        movedAt = performance.now() // it stands still for a reason that is known
        onError?.(error)
        if (tries % 30 === 0)
          log.warn({ err: error, partition, messages: chunk.length, tries: tries + 1 }, 'applying failed; it is tried again')
        await pause(backOffMs(tries, AGAIN_MS, AGAIN_MS_MAX), signal)
      }
    }
    return false
  }

  async function report(partition: number, gap: Gap): Promise<void> {
    log.error(
      { partition, after: gap.after.toString(), next: gap.next.toString(), offset: gap.offset, searched: gap.searched },
      'a gap in the events',
    )
    await onGap(partition, gap)
  }

  async function commit(consumer: Consumer): Promise<void> {
    const due = [...ready].filter(([, state]) => state.uncommitted)
    if (due.length === 0) return
    for (const [, state] of due) state.uncommitted = false
    const commits = due.map(([partition, { next, applied }]) => ({
      topic,
      partition,
      offset: next.toString(),
      metadata: applied.toString(),
    }))
    await consumer.commitOffsets(commits).catch((error: unknown) => {
      for (const [, state] of due) state.uncommitted = true
      log.debug({ err: error }, 'offsets were not committed; they are only a hint')
    })
  }

  async function consume(signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await keepConsuming({
      kafka,
      topic,
      config: {
        groupId,
        sessionTimeout: SESSION_TIMEOUT_MS,
        heartbeatInterval: 1_500,
        maxWaitTimeInMs: 250,
        maxBytesPerPartition: 2_097_152,
      },
      log,
      signal,
      ...(onError && { onError }),
      begin(consumer) {
        clearInterval(timer)
        timer = setInterval(() => void commit(consumer), COMMIT_EVERY_MS)
        consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
          const given: number[] = payload.memberAssignment[topic] ?? []
          const own = new Map<number, Assigned>()
          ready = own
          movedAt = performance.now()
          assigned = new Map(given.map((partition) => [partition, prepare(consumer, partition, own)]))
          for (const preparing of assigned.values()) preparing.catch(() => {}) // only thrown while stopping
        })
        return {
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: 6,
          eachBatch: (payload) => eachBatch(consumer, payload),
        }
      },
      async end(consumer) {
        clearInterval(timer)
        await commit(consumer)
      },
    })
    await ends.close()
  }

  async function lag(): Promise<Record<number, bigint>> {
    const found = await ends.ends()
    return Object.fromEntries([...ready].map(([partition, { next }]) => [partition, max(0n, (found.get(partition)?.high ?? 0n) - next)]))
  }

  const gaps = (): Record<number, string> =>
    Object.fromEntries([...ready].flatMap(([partition, { search }]) => (search?.searched ? [[partition, search.after.toString()]] : [])))

  /** The client can stop fetching without an error (kafkajs#659). */
  async function watch(): Promise<never> {
    for (;;) {
      await pause(WATCH_EVERY_MS, signal)
      if (signal.aborted) return new Promise(() => {})
      if (performance.now() - movedAt < STUCK_AFTER_MS) continue
      const waiting = await lag().catch(() => ({}))
      const stuck = Object.entries(waiting).filter(([partition, messages]) => messages > 0n && !ready.get(Number(partition))?.search)
      if (stuck.length > 0)
        throw new Error(
          `nothing has moved for ${STUCK_AFTER_MS / 1000} s, and messages wait in partitions ${stuck.map(([p]) => p).join(', ')}`,
        )
      movedAt = performance.now()
    }
  }

  return {
    run() {
      running ??= consume(signal)
      return Promise.race([running, watch()])
    },
    async stop() {
      stopping.abort()
      await running
    },
    lag,
    gaps,
  }
}

function advance(state: Assigned, next: bigint): void {
  state.next = next
  state.uncommitted = true
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
