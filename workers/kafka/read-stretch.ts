/** Reads every event from one position to another again, in the order of each partition, and says where Kafka lacks one. */
import type { Arrived } from '@/events/projection'
import { eventsTopic, watermarksTopic } from '@/events/topics'
import { readEnds } from './admin'
import type { Kafka } from './connect'
import { comparePosition, readPosition } from './position'
import { readLog } from './read-log'
import { trustIn } from './trust'

/** `last` are the last positions meant of each partition; `offsets` those before which none of them lies, where that is known. */
export type Stretch = { era: number; position: string; upTo: string; last: string[]; offsets: (string | null)[] | null; signedFrom: string }
export type StretchOptions = { kafka: Kafka; topicPrefix: string; secret: string; signal: AbortSignal }
export type Keyed = Arrived & { key: string }
/** Consecutive events of one partition, a few thousand at most. */
export type Take = (partition: number, events: readonly Keyed[]) => void | Promise<void>

/** Kafka does not hold what the journal says was published. */
export class EventsLacking extends Error {
  constructor(partition: number, after: bigint) {
    super(`Kafka lacks events after event ${after} in partition ${partition}`)
  }
}

const AT_ONCE = 2_000

/** @returns how many events were read. @throws EventsLacking; or what Kafka or `take` says. */
export async function readStretch({ kafka, topicPrefix, secret, signal }: StretchOptions, stretch: Stretch, take: Take): Promise<number> {
  const topic = eventsTopic(topicPrefix, stretch.era)
  const ends = await readEnds(kafka, topic)
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix), BigInt(stretch.signedFrom) - 1n)
  const first = BigInt(stretch.position)
  const last = new Map(stretch.last.flatMap((each, partition) => (BigInt(each) >= first ? [[partition, BigInt(each)] as const] : [])))
  const reached = new Map([...last.keys()].map((partition) => [partition, first - 1n]))
  const waiting = new Map<number, Keyed[]>([...last.keys()].map((partition) => [partition, []]))
  let count = 0
  const hand = async (partition: number): Promise<void> => {
    signal.throwIfAborted()
    const events = waiting.get(partition) ?? []
    waiting.set(partition, [])
    count += events.length
    if (events.length > 0) await take(partition, events)
  }
  const from = new Map([...last.keys()].map((partition) => [partition, BigInt(stretch.offsets?.[partition] ?? 0)]))
  await readLog(kafka, topic, from, ends, (partition, message) => {
    signal.throwIfAborted()
    const place = readPosition(message.headers)
    const reach = reached.get(partition) ?? 0n
    if (typeof place === 'string' || place.position > (last.get(partition) ?? 0n) || trust.doubt(partition, message) !== null) return
    // What was lost is sent again further on, with all that comes after it.
    if (comparePosition(reach, place) !== 'next') return
    reached.set(partition, place.position)
    const events = waiting.get(partition)
    events?.push({ key: message.key?.toString() ?? '', offset: message.offset, ...place, value: message.value })
    return (events?.length ?? 0) >= AT_ONCE ? hand(partition) : undefined
  })
  for (const [partition, meant] of last) {
    if ((reached.get(partition) ?? 0n) < meant) throw new EventsLacking(partition, reached.get(partition) ?? 0n)
    await hand(partition)
  }
  return count
}

/** Reads it once, from its first partition's beginning where the offsets that were noted lead past it. @returns the stretch as it can be read again. */
export async function findStretch(options: StretchOptions, stretch: Stretch, take: Take, begin: () => void): Promise<Stretch> {
  try {
    begin()
    await readStretch(options, stretch, take)
    return stretch
  } catch (error) {
    if (!(error instanceof EventsLacking) || stretch.offsets === null) throw error
    // Kafka was filled anew since, or what it had lost was sent again: the events lie elsewhere.
    const whole = { ...stretch, offsets: null }
    begin()
    await readStretch(options, whole, take)
    return whole
  }
}
