/** What Kafka holds of an era, read once from its beginning as a new copy would read it. */
import { hash } from 'node:crypto'
import { eventsTopic, watermarksTopic } from '@/events/topics'
import { readEnds } from '../kafka/admin'
import type { Kafka } from '../kafka/connect'
import { comparePosition, readPosition } from '../kafka/position'
import { readLog } from '../kafka/read-log'
import { trustIn } from '../kafka/trust'

export type TopicContent = {
  /** By position the digest of the event that a copy would apply there; 0 where it would find none. */
  digests: BigUint64Array
  /** Messages that nobody believes, the first hundred of them. */
  disbelieved: { partition: number; offset: string; why: string }[]
  disbelievedCount: number
}

const NAMED_MAX = 100

/** The first eight bytes of its SHA-256, and never 0: enough to see a difference, and 8 MB for a million events. */
export const digestOf = (event: string | Buffer): bigint => BigInt(`0x${hash('sha256', event, 'hex').slice(0, 16)}`) || 1n

/** @throws when Kafka is away, or has no topic of the era. */
export async function readTopic(
  kafka: Kafka,
  prefix: string,
  secret: string,
  { era, position, signedFrom }: { era: number; position: bigint; signedFrom: bigint },
): Promise<TopicContent> {
  const topic = eventsTopic(prefix, era)
  const ends = await readEnds(kafka, topic)
  const trust = trustIn(secret, topic, watermarksTopic(prefix), signedFrom - 1n)
  const reached = new Map([...ends.keys()].map((partition) => [partition, 0n]))
  const content: TopicContent = { digests: new BigUint64Array(Number(position) + 1), disbelieved: [], disbelievedCount: 0 }
  const from = new Map([...ends.keys()].map((partition) => [partition, 0n]))
  await readLog(kafka, topic, from, ends, (partition, message) => {
    const place = readPosition(message.headers)
    const why = typeof place === 'string' ? place : trust.doubt(partition, message)
    if (why !== null) {
      content.disbelievedCount += 1
      if (content.disbelieved.length < NAMED_MAX) content.disbelieved.push({ partition, offset: message.offset, why })
    }
    if (typeof place === 'string' || why !== null) return
    if (comparePosition(reached.get(partition) ?? 0n, place) !== 'next') return
    reached.set(partition, place.position)
    if (place.position <= position) content.digests[Number(place.position)] = digestOf(message.value ?? '')
  })
  return content
}
