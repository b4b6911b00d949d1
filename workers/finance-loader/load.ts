/** Keeps finance equal to the journal: lands every event, and publishes marts of what the watermarks cover. */
import { eventsTopic, PARTITIONS, watermarksTopic } from '@/events/topics'
import { advance } from '@/finance/advance'
import { compact } from '@/finance/landing/compact'
import { type Landing, openLanding } from '@/finance/landing/landing'
import { type Examined, noteExamined, setAsideDamaged } from '@/finance/landing/set-aside'
import { claimReached } from '@/finance/landing/watermarks'
import type { Clock } from '@/platform/clock'
import type { Logger } from '@/platform/log'
import type { ConsumerStatus } from '../kafka/beat'
import type { Kafka } from '../kafka/connect'
import { type Consumed, consumePartitions } from '../kafka/consume'
import { pause } from '../kafka/retry'
import { trustIn } from '../kafka/trust'
import { followWatermarks, type Watermark } from '../kafka/watermarks'

export type LoaderOptions = {
  dir: string
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

/** `position` is what was published; `buildMs` is how long the last marts took. */
export type LoaderStatus = ConsumerStatus & { buildMs: number | null }

/** Landed files are gone: what they held must be read from Kafka again. */
class LandingGone extends Error {
  override name = 'LandingGone'
}

/** A partition lands at most this often while few events come, or every second would leave a file of a handful. */
const LAND_EVERY_MS = 1_000
const BATCH_FULL = 500
const WATCH_EVERY_MS = 1_000
const PUBLISH_EVERY_MS = 5_000
/** Building takes at most this share of the time: a build of a million events takes 4 to 8 s, so it is made every minute or so. */
const BUILDING_SHARE = 0.1
const RETRY_MS_MAX = 30_000
const MARKS_MAX = 64

const PARTITION_NUMBERS = Array.from({ length: PARTITIONS }, (_, partition) => partition)

/**
 * Runs until `signal` aborts. A landing that vanishes is made again from Kafka alone; published files that vanish, from the landing.
 * @throws Error when the consumer is stuck: the process should end and be started again.
 */
export async function load(options: LoaderOptions, status: LoaderStatus): Promise<void> {
  const { dir, era, log, signal, onError } = options
  for (let failures = 0; !signal.aborted; ) {
    let landing: Landing | null = null
    try {
      landing = await openLanding(dir, era, options.clock)
      failures = 0
      await keepLoading(landing, options, status)
    } catch (error) {
      if (signal.aborted) return
      onError(error)
      if (landing !== null && !(error instanceof LandingGone)) throw error
      failures += 1
      log.warn({ err: error, failures }, landing === null ? 'the landing cannot be opened; it is tried again' : 'the landing is read again')
      await pause(Math.min(RETRY_MS_MAX, 100 * 2 ** failures), signal)
    } finally {
      landing?.close()
    }
  }
}

async function keepLoading(landing: Landing, options: LoaderOptions, status: LoaderStatus): Promise<void> {
  const { dir, kafka, topicPrefix, secret, era, log, onError } = options
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const landed = new Map<number, bigint>()
  const landedAt = new Map<number, number>()
  const gaps = new Map<number, bigint>()
  const marks: Watermark[] = []
  const examined: Examined = new Map()
  let failure: unknown = null
  const fail = (error: unknown): void => {
    failure ??= error
    ending.abort()
  }

  async function apply(partition: number, batch: Consumed[]): Promise<void> {
    const dueMs = (landedAt.get(partition) ?? 0) + LAND_EVERY_MS - performance.now()
    if (batch.length < BATCH_FULL && dueMs > 0) await pause(dueMs, signal)
    const { position, path } = await landing.land(partition, batch)
    if (path) await noteExamined(examined, path)
    landedAt.set(partition, performance.now())
    landed.set(partition, position)
    gaps.delete(partition)
    status.events += batch.length
  }

  const topic = eventsTopic(topicPrefix, era)
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix))
  const consumption = consumePartitions({
    kafka,
    topic,
    trust,
    groupId: `${topicPrefix}finance-loader`,
    log,
    signal,
    onError,
    async applied(partition) {
      const position = await landing.appliedPosition(partition)
      landed.set(partition, position)
      return position
    },
    apply,
    onGap: (partition, gap) => {
      if (gap.searched) gaps.set(partition, gap.after)
    },
  })
  status.lag = consumption.lag
  status.gaps = consumption.gaps

  /** Damaged segments leave their place, with a name and a reason. @throws LandingGone when there were any: what they held is read again. */
  async function examine(): Promise<void> {
    const damaged = await setAsideDamaged(dir, era, examined)
    for (const { path, reason } of damaged) log.error({ path, reason }, 'a damaged segment was moved away')
    const named = damaged.map(({ path, reason }) => `${path} (${reason})`).join(', ')
    if (named)
      throw new LandingGone(`Damaged files of the landing were moved away. The loader reads their events from Kafka again: ${named}`)
  }

  /** Watches over the files, and publishes when there is something to publish. */
  async function publish(): Promise<void> {
    let failures = 0
    for (let dueAt = 0; !signal.aborted; await pause(WATCH_EVERY_MS, signal)) {
      const reaches = await reached(landing, landed)
      if (performance.now() < dueAt) continue
      let began = performance.now()
      try {
        await examine()
        began = performance.now()
        const mark = await claimReached(dir, era, reaches, marks)
        for (const partition of PARTITION_NUMBERS) await compact(dir, era, partition)
        const gapAt = [...gaps.values()].reduce<bigint | null>((least, after) => (least === null || after < least ? after : least), null)
        const { manifest, built } = await advance(dir, { mark, gapAt, now: options.clock() })
        failures = 0
        if (manifest) {
          const { position, coveredUntil, deadLetters, buildMs, events, payouts } = manifest
          Object.assign(status, { position: BigInt(position), coveredUntil, deadLetters, buildMs })
          if (built) log.info({ position, events, payouts, buildMs }, 'marts are published')
        }
        dueAt = performance.now() + Math.max(PUBLISH_EVERY_MS, (performance.now() - began) / BUILDING_SHARE)
      } catch (error) {
        if (error instanceof LandingGone) throw error
        onError(error)
        if (failures % 30 === 0) log.error({ err: error, failures: failures + 1 }, 'marts are not published; it is tried again')
        failures += 1
        dueAt = performance.now() + Math.min(RETRY_MS_MAX, 1_000 * 2 ** Math.min(failures, 10))
      }
    }
  }

  const following = followWatermarks({
    ...{ kafka, prefix: topicPrefix, era, log, trust, signal },
    onWatermark: (mark) => {
      marks.push(mark)
      marks.splice(0, marks.length - MARKS_MAX)
    },
  })
  const running = [consumption.run(), following, publish()].map((each) => each.catch(fail))
  await Promise.race(running)
  ending.abort()
  await consumption.stop()
  await Promise.all(running.slice(1))
  if (failure && !options.signal.aborted) throw failure
}

/** How far each partition has landed, by its files. @throws LandingGone when less is there than was landed. */
async function reached(landing: Landing, landed: ReadonlyMap<number, bigint>): Promise<bigint[]> {
  const before = new Map(landed)
  const reaches = await Promise.all(PARTITION_NUMBERS.map((partition) => landing.appliedPosition(partition)))
  for (const [partition, position] of before) {
    const reach = reaches[partition] ?? 0n
    if (reach < position) throw new LandingGone(`partition ${partition} had landed up to ${position}, and its files reach ${reach}`)
  }
  return reaches
}
