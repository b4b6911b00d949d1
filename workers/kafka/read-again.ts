/** Reads single messages again from where they lie, and believes only those that our relay has signed. */
import type { Arrived } from '@/events/projection'
import { eventsTopic, watermarksTopic } from '@/events/topics'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'
import { offsetWatch } from './admin'
import type { Kafka } from './connect'
import { readPosition } from './position'
import { type KafkaMessage, readLog } from './read-log'
import { trustIn } from './trust'
import { followWatermarks } from './watermarks'

export type ReadAgain = { kafka: Kafka; topicPrefix: string; secret: string; era: number; log: Logger; signal: AbortSignal }
export type Spot = { partition: number; offset: string }

/** By which a message is found in what was read. */
export const placeKey = ({ partition, offset }: Spot): string => `${partition}-${offset}`

/** A running relay announces one every five seconds. */
const WATERMARK_MS = 20_000

/** @returns by place each message as it arrived, or why it cannot be believed; nothing for what Kafka does not hold any more. @throws when Kafka is away. */
export async function readAgain(options: ReadAgain, places: readonly Spot[]): Promise<Map<string, Arrived | string>> {
  const { kafka, topicPrefix, secret, era } = options
  const topic = eventsTopic(topicPrefix, era)
  const watch = offsetWatch(kafka, topic)
  const ends = await watch.ends().finally(() => watch.close())
  const wanted = new Set(places.map(placeKey))
  const from = new Map<number, bigint>()
  const until = new Map<number, { low: bigint; high: bigint }>()
  for (const [partition, { low, high }] of ends) {
    const mine = places.filter((place) => place.partition === partition).map(({ offset }) => BigInt(offset))
    const [first, ...more] = mine.sort((a, b) => Number(a - b))
    if (first === undefined) continue
    const last = more.at(-1) ?? first
    from.set(partition, first)
    until.set(partition, { low, high: last + 1n < high ? last + 1n : high })
  }
  const messages: [partition: number, message: KafkaMessage][] = []
  await readLog(kafka, topic, from, until, (partition, message) => {
    if (wanted.has(placeKey({ partition, offset: message.offset }))) messages.push([partition, message])
  })
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix))
  if (messages.some(([, message]) => trust.waits(message))) await firstWatermark(options, trust)
  return new Map(messages.map(([partition, message]) => [placeKey({ partition, offset: message.offset }), arrivedOf(partition, message)]))

  function arrivedOf(partition: number, message: KafkaMessage): Arrived | string {
    const place = readPosition(message.headers)
    if (typeof place === 'string') return place
    return trust.doubt(partition, message) ?? { offset: message.offset, ...place, value: message.value }
  }
}

/** What was published before events were signed is believed up to where a watermark says. */
async function firstWatermark({ kafka, topicPrefix, era, log, signal }: ReadAgain, trust: ReturnType<typeof trustIn>): Promise<void> {
  const found = new AbortController()
  const stop = () => found.abort()
  const following = followWatermarks({
    ...{ kafka, prefix: topicPrefix, era, log, trust, onLaterEra: stop, onWatermark: stop },
    signal: AbortSignal.any([signal, found.signal]),
  })
  await Promise.race([following, pause(WATERMARK_MS, found.signal)])
  stop()
  await following.catch(() => undefined)
}
