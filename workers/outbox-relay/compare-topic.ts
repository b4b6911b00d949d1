/** What Kafka holds of the era, compared with what was planned and acknowledged: by its ends, by where the last acknowledged events lie, and by count. */
import { eventsTopic } from '@/events/topics'
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import type { Lead } from '@/payroll/journal/relay/leader'
import { closeLoss, noteLoss, openLosses } from '@/payroll/journal/relay/losses'
import type { Batch, Numbering } from '@/payroll/journal/relay/numbering'
import type { Offsets } from '@/payroll/journal/relay/plan'
import { type Ends, readEnds } from '../kafka/admin'
import type { Kafka } from '../kafka/connect'
import { comparePosition, readPosition } from '../kafka/position'
import { type KafkaMessage, readLog } from '../kafka/read-log'
import { ensureTopics } from '../kafka/topics'
import type { Trust } from '../kafka/trust'
import { HistoryBroken, MustStop } from './must-stop'

export type Compared = {
  /** Where the last acknowledged event of ours ends in each partition. */
  offsets: Offsets
  /** The next offset of each partition. */
  nextOffsets: Map<number, bigint>
  /** The first offset of each partition: it never grows, for nothing is ever deleted. */
  firstOffsets: Map<number, bigint>
  /** Partitions of which Kafka has lost something, with the last position that can be read there in order. */
  lost: Map<number, bigint>
}

type Plan = { lead: Lead; confirmed: Numbering; offsets: Offsets; open: Batch | null }

/**
 * Makes or checks the topics and looks for what is missing there. What is found is written down before anything is done about it.
 * @throws MustStop; any other error is Kafka's or Postgres's and may pass.
 */
export async function compareTopic(
  kafka: Kafka,
  prefix: string,
  connection: JournalConnection,
  trust: Trust,
  { lead, confirmed, offsets, open }: Plan,
): Promise<Compared> {
  const { problems } = await ensureTopics(kafka, prefix, lead.era)
  if (problems.length > 0) throw new MustStop(`the topics do not keep every event: ${problems.join('; ')}`)
  const topic = eventsTopic(prefix, lead.era)
  const ends = await readEnds(kafka, topic)
  const suspects = await openLosses(connection, lead)
  const planned = (open?.after ?? confirmed).last
  const anchors = await readAnchors(kafka, topic, trust, ends, { confirmed, offsets, planned })
  for (const [partition, { low, high }] of ends) {
    const [offset, acknowledged] = [offsets[partition] ?? null, confirmed.last[partition] ?? 0n]
    const isThere =
      offset === null ? (anchors.get(partition)?.last ?? 0n) >= acknowledged : anchors.get(partition)?.atOffset === acknowledged
    if (acknowledged > 0n && (low > 0n || high < (offset ?? 0n) || !isThere)) suspects.add(partition)
  }
  const known = offsets.map((offset, partition) => offset ?? (suspects.has(partition) ? null : (ends.get(partition)?.high ?? null)))
  const lost = new Map<number, bigint>()
  if (suspects.size > 0) {
    for (const [partition, reaches] of await walk(kafka, topic, trust, ends, suspects)) {
      const acknowledged = confirmed.last[partition] ?? 0n
      await noteLoss(connection, lead, { partition, reaches, acknowledged })
      if (reaches < acknowledged) lost.set(partition, reaches)
      else await closeLoss(connection, lead, partition)
    }
  }
  return {
    offsets: known,
    nextOffsets: new Map([...ends].map(([partition, { high }]) => [partition, high])),
    firstOffsets: new Map([...ends].map(([partition, { low }]) => [partition, low])),
    lost,
  }
}

type Anchor = {
  /** The position of the message just before the offset noted with the last confirmed batch. */
  atOffset: bigint | null
  /** The highest position of ours from there on. */
  last: bigint
}

/** Reads from the last acknowledged event of each partition on: a few messages, unless somebody else has written there. */
async function readAnchors(
  kafka: Kafka,
  topic: string,
  trust: Trust,
  ends: ReadonlyMap<number, Ends>,
  { confirmed, offsets, planned }: { confirmed: Numbering; offsets: Offsets; planned: bigint[] },
): Promise<Map<number, Anchor>> {
  const anchors = new Map<number, Anchor>()
  // Before events were signed, one ahead of the plan may be ours: a ledger that was restored to that time must not number on.
  const isForeign = (partition: number, message: KafkaMessage, position: bigint) =>
    trust.doubt(partition, message) !== null && !(trust.isUnsignedOf(message) && position > (planned[partition] ?? 0n))
  const from = new Map([...ends].map(([partition, { high }]) => [partition, max(0n, (offsets[partition] ?? high) - 1n)]))
  await readLog(kafka, topic, from, ends, (partition, message) => {
    const place = readPosition(message.headers)
    if (typeof place === 'string' || isForeign(partition, message, place.position)) return // nobody believes it
    const most = planned[partition] ?? 0n
    if (place.position > most)
      throw new HistoryBroken(
        `Kafka holds position ${place.position} in partition ${partition}, and the journal has only planned up to ${most}: the ledger was restored`,
      )
    const anchor = anchors.get(partition) ?? { atOffset: null, last: 0n }
    if (BigInt(message.offset) === (offsets[partition] ?? 0n) - 1n) anchor.atOffset = place.position
    anchors.set(partition, { ...anchor, last: max(anchor.last, place.position) })
  })
  // A partition that nothing was sent to yet has nothing to lose.
  for (const [partition, last] of confirmed.last.entries()) if (last === 0n) anchors.set(partition, { atOffset: 0n, last: 0n })
  return anchors
}

/** How far a copy that reads a partition from its beginning would get. */
async function walk(
  kafka: Kafka,
  topic: string,
  trust: Trust,
  ends: ReadonlyMap<number, Ends>,
  partitions: ReadonlySet<number>,
): Promise<Map<number, bigint>> {
  const reaches = new Map([...partitions].map((partition) => [partition, 0n]))
  const from = new Map([...partitions].map((partition) => [partition, 0n]))
  await readLog(kafka, topic, from, ends, (partition, message) => {
    const place = readPosition(message.headers)
    const reach = reaches.get(partition) ?? 0n
    if (typeof place === 'string' || trust.doubt(partition, message) !== null || comparePosition(reach, place) !== 'next') return
    reaches.set(partition, place.position)
  })
  return reaches
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
