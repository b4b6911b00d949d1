/** The loop that keeps every copy equal to the journal: opens a generation of it, applies each event once and in order, and claims what is covered. */
import { type Generation, GenerationLost, GenerationReplaced, type Projection } from '@/events/projection'
import { eventsTopic, type Watermark, watermarksTopic } from '@/events/topics'
import type { Logger } from '@/platform/log'
import { backOffMs, pause } from '@/platform/retry'
import type { Kafka } from '../kafka/connect'
import { consumePartitions } from '../kafka/consume'
import { trustIn } from '../kafka/trust'
import { followWatermarks } from '../kafka/watermarks'
import { type CopyTraces, copyTraces } from './copy-traces'
import { noteCauses, type ProjectionStatus, unknownLag } from './status'

export type ProjectOptions = {
  kafka: Kafka
  topicPrefix: string
  /** The key that events are signed with. */
  secret: string
  era: number
  /** What makes events answer in this copy, as traces call it. */
  answering: string
  log: Logger
  signal: AbortSignal
  /** Called with each failure, for the process's heartbeat. */
  onError: (error: unknown) => void
}

/** What the copy holds is of a history that is over: it has to be filled anew, from the topic of the era that has begun. */
export class LaterEra extends Error {
  constructor(readonly era: number) {
    super(`era ${era} of the journal has begun`)
  }
}

const REOPEN_MS_MIN = 100
const RETRY_MS_MAX = 5_000
const WATERMARKS_MAX = 64

/**
 * Runs until `signal` aborts. A generation that is lost is made again, from Kafka alone.
 * @throws LaterEra when the era is over; Error when the consumer is stuck: the process should end and be started again.
 */
export async function project(projection: Projection, options: ProjectOptions, status: ProjectionStatus): Promise<void> {
  const { log, signal, onError } = options
  for (let failures = 0; !signal.aborted; ) {
    let generation: Generation | null = null
    try {
      generation = await projection.open()
      failures = 0
      await fill(generation, options, status)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof GenerationReplaced) {
        log.info(error.message)
        continue
      }
      onError(error)
      if (generation !== null && !(error instanceof GenerationLost)) throw error
      failures += 1
      log.warn({ err: error, failures }, generation === null ? 'the copy cannot be opened; it is tried again' : 'the copy is filled again')
      await pause(backOffMs(failures, REOPEN_MS_MIN, RETRY_MS_MAX), signal)
    } finally {
      generation?.close()
    }
  }
}

async function fill(generation: Generation, options: ProjectOptions, status: ProjectionStatus): Promise<void> {
  const { kafka, topicPrefix, secret, era, log, onError } = options
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  let failure: unknown = null
  const fail = (error: unknown): void => {
    failure ??= error
    ending.abort()
  }
  const topic = eventsTopic(topicPrefix, era)
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix))
  const traces = copyTraces(topic, options.answering)
  const watermarks: Watermark[] = []
  const consumption = consumePartitions({
    ...{ kafka, topic, trust, groupId: topicPrefix + generation.group, log, signal, onError },
    applied: (partition) => generation.applied(partition),
    async apply(partition, batch) {
      try {
        const reasons = await traces.applying(partition, batch, () => generation.apply(partition, batch, signal))
        status.events += batch.length
        noteCauses(status, reasons)
      } catch (error) {
        if (error instanceof GenerationLost) fail(error)
        status.retries += 1
        throw error
      }
    },
    onGap: (partition, missing) => generation.miss(partition, missing),
  })
  status.lag = consumption.lag
  status.gaps = consumption.gaps
  const following = followWatermarks({
    ...{ kafka, prefix: topicPrefix, trust, era, log, signal },
    onLaterEra: (later) => fail(new LaterEra(later)),
    onWatermark: (watermark) => {
      watermarks.push(watermark)
      watermarks.splice(0, watermarks.length - WATERMARKS_MAX)
    },
  })
  const running = [consumption.run(), following, recordRegularly(generation, watermarks, { ...options, signal }, status, traces)]
  const ended = running.map((each) => each.catch(fail))
  await Promise.race(ended)
  ending.abort()
  await consumption.stop()
  status.lag = unknownLag
  await Promise.all(ended)
  if (failure && !options.signal.aborted) throw failure
}

async function recordRegularly(
  generation: Generation,
  watermarks: readonly Watermark[],
  { log, signal, onError }: ProjectOptions,
  status: ProjectionStatus,
  traces: CopyTraces,
): Promise<void> {
  for (let failures = 0; !signal.aborted; await pause(backOffMs(failures, generation.everyMs, RETRY_MS_MAX), signal)) {
    try {
      const claimed = await generation.recordCoverage(watermarks)
      if (claimed) failures = 0
      if (claimed) traces.answered(claimed.position)
      status.unclaimedSinceMs = null
      Object.assign(status, claimed)
    } catch (error) {
      if (error instanceof GenerationLost) throw error
      status.unclaimedSinceMs ??= performance.now()
      onError(error)
      if (failures % 30 === 0) log.error({ err: error, failures: failures + 1 }, 'nothing new can be claimed; it is tried again')
      failures += 1
    }
  }
}
