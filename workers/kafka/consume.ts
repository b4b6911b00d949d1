/** The loop of every consumer: each event once, in order, and never past a gap. */
import type { Consumer } from 'kafkajs'
import { pause, untilDone } from '@/platform/retry'
import { offsetWatch, readCommits } from './admin'
import type { Assigned, ConsumeOptions, Consumption, Loop } from './consumption'
import { keepConsuming } from './member'
import { takeBatch } from './take-batch'

const COMMIT_EVERY_MS = 1_000
const WATCH_EVERY_MS = 10_000
const STUCK_AFTER_MS = 60_000
/** A killed member is waited for this long by the one that takes over. */
const SESSION_TIMEOUT_MS = 8_000

/**
 * Reads all partitions of `topic` from where the copy is. Offsets are only a hint: what was applied is asked of the copy itself, and each
 * message names its predecessor. A copy whose progress was deleted is thereby built again from Kafka alone.
 */
export function consumePartitions(options: ConsumeOptions): Consumption {
  const stopping = new AbortController()
  const loop: Loop = {
    ...options,
    signal: AbortSignal.any([options.signal, stopping.signal]),
    assigned: new Map(),
    ready: new Map(),
    ends: offsetWatch(options.kafka, options.topic),
    movedAt: performance.now(),
  }
  let running: Promise<void> | null = null
  return {
    run() {
      running ??= consume(loop)
      return Promise.race([running, watch(loop)])
    },
    async stop() {
      stopping.abort()
      await running
    },
    lag: () => lagOf(loop),
    gaps: () => gapsOf(loop),
  }
}

async function consume(loop: Loop): Promise<void> {
  const { kafka, topic, groupId, log, signal, onError } = loop
  let timer: NodeJS.Timeout | undefined
  await keepConsuming({
    kafka,
    topic,
    config: {
      groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: 1_500,
      // The broker answers as soon as there is something; a consumer that is stopped waits for that answer first.
      maxWaitTimeInMs: 1_000,
      maxBytesPerPartition: 8_388_608,
    },
    log,
    signal,
    ...(onError && { onError }),
    begin(consumer) {
      clearInterval(timer)
      timer = setInterval(() => void commit(loop, consumer), COMMIT_EVERY_MS)
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => assign(loop, consumer, payload.memberAssignment[topic] ?? []))
      return {
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 6,
        eachBatch: (payload) => takeBatch(loop, consumer, payload),
      }
    },
    async end(consumer) {
      clearInterval(timer)
      await commit(loop, consumer)
    },
  })
  await loop.ends.close()
}

/** Takes these partitions in the place of those before them. */
function assign(loop: Loop, consumer: Consumer, partitions: readonly number[]): void {
  const own = new Map<number, Assigned>()
  loop.ready = own
  loop.movedAt = performance.now()
  loop.assigned = new Map(partitions.map((partition) => [partition, prepare(loop, consumer, partition, own)]))
  for (const preparing of loop.assigned.values()) preparing.catch(() => {}) // only thrown while stopping
}

/** What the copy says about a partition just assigned, and where to read from. */
async function prepare(loop: Loop, consumer: Consumer, partition: number, into: Map<number, Assigned>): Promise<Assigned> {
  const { kafka, groupId, topic, applied, log, signal, onError } = loop
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

async function commit({ ready, topic, log }: Loop, consumer: Consumer): Promise<void> {
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

async function lagOf({ ends, ready }: Loop): Promise<Record<number, bigint>> {
  const found = await ends.ends()
  return Object.fromEntries([...ready].map(([partition, { next }]) => [partition, max(0n, (found.get(partition)?.high ?? 0n) - next)]))
}

const gapsOf = ({ ready }: Loop): Record<number, string> =>
  Object.fromEntries([...ready].flatMap(([partition, { search }]) => (search?.searched ? [[partition, search.after.toString()]] : [])))

/** The client can stop fetching without an error (kafkajs#659). */
async function watch(loop: Loop): Promise<never> {
  for (;;) {
    await pause(WATCH_EVERY_MS, loop.signal)
    if (loop.signal.aborted) return new Promise(() => {})
    if (performance.now() - loop.movedAt < STUCK_AFTER_MS) continue
    const waiting = await lagOf(loop).catch(() => ({}))
    const stuck = Object.entries(waiting).filter(([partition, messages]) => messages > 0n && !loop.ready.get(Number(partition))?.search)
    if (stuck.length > 0)
      throw new Error(
        `nothing has moved for ${STUCK_AFTER_MS / 1000} s, and messages wait in partitions ${stuck.map(([p]) => p).join(', ')}`,
      )
    loop.movedAt = performance.now()
  }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
