/** Reads the events of some payouts again from Kafka, and believes them as the loop does that applies them. */

import { partitionOf } from '@/events/partition'
import type { PayoutState } from '@/events/read-event'
import { readEvent } from '@/events/read-event'
import { eventsTopic, watermarksTopic } from '@/events/topics'
import { within } from '@/platform/within'
import { type Ends, readEnds } from '../kafka/admin'
import { readPosition } from '../kafka/position'
import { type KafkaMessage, readLog } from '../kafka/read-log'
import { type Trust, trustIn } from '../kafka/trust'
import { followWatermarks } from '../kafka/watermarks'
import type { ProjectOptions } from './project'

export type ReadAgain = {
  /** The newest state of each payout that an event speaks of, and the event's position. */
  newest: Map<string, { state: PayoutState; position: bigint }>
  /** Payouts with an event after that which cannot be read, and why. */
  unreadable: Map<string, string>
  /** Where the reading ended, by partition. */
  ends: Map<number, bigint>
}

export type ReadAgainOptions = Omit<ProjectOptions, 'onError'> & {
  /** How many messages are to be read, and are left. */
  onRead?: (total: number, left: number) => void
}

type Raw = { partition: number; message: KafkaMessage }

/** A running relay tells each five seconds from when on events are signed. */
const WATERMARK_LIMIT_MS = 20_000

/**
 * @param from offsets before which none of the events lies; from the first one where it is null.
 * @throws when Kafka is away, when nothing comes for 20 s, or when it is told to stop.
 */
export async function readAgain(
  options: ReadAgainOptions,
  ids: readonly string[],
  from: ReadonlyMap<number, bigint> | null,
): Promise<ReadAgain> {
  const { kafka, topicPrefix, secret, era, signal, onRead } = options
  const topic = eventsTopic(topicPrefix, era)
  const all = await readEnds(kafka, topic)
  const partitions = [...new Set(ids.map((id) => partitionOf(id)))]
  const starts = new Map(partitions.map((partition) => [partition, from?.get(partition) ?? 0n]))
  const wanted = new Set(ids)
  const found: Raw[] = []
  let left = partitions.reduce((sum, partition) => sum + messagesIn(all.get(partition), starts.get(partition) ?? 0n), 0)
  const total = left
  await readLog(kafka, topic, starts, all, (partition, message) => {
    signal.throwIfAborted()
    left -= 1
    onRead?.(total, Math.max(0, left))
    if (wanted.has(message.key?.toString() ?? '')) found.push({ partition, message })
  })
  const trust = trustIn(secret, topic, watermarksTopic(topicPrefix))
  if (found.some(({ message }) => trust.waits(message))) await learnSince(options, trust)
  const ends = new Map(partitions.map((partition) => [partition, all.get(partition)?.high ?? 0n]))
  return { ...newestOf(found.filter(({ partition, message }) => trust.doubt(partition, message) === null)), ends }
}

const messagesIn = (ends: Ends | undefined, from: bigint): number =>
  ends === undefined ? 0 : Math.max(0, Number(ends.high - (from > ends.low ? from : ends.low)))

/** Events from before they were signed are believed once a watermark has said up to where there are such. */
async function learnSince({ kafka, topicPrefix, era, log, signal }: ReadAgainOptions, trust: Trust): Promise<void> {
  const ending = new AbortController()
  const heard = Promise.withResolvers<boolean>()
  const following = followWatermarks({
    ...{ kafka, prefix: topicPrefix, era, log, trust, signal: AbortSignal.any([signal, ending.signal]) },
    onLaterEra: () => heard.resolve(false),
    onWatermark: () => heard.resolve(true),
  }).catch(() => heard.resolve(false))
  const isTold = await within(WATERMARK_LIMIT_MS, heard.promise, false)
  ending.abort()
  await following
  if (!isTold) throw new Error('events without a signature wait for the relay to say that they may have none')
}

function newestOf(found: readonly Raw[]): Pick<ReadAgain, 'newest' | 'unreadable'> {
  const newest: ReadAgain['newest'] = new Map()
  const refused = new Map<string, { position: bigint; reason: string }>()
  for (const { message } of found) {
    const place = readPosition(message.headers)
    const id = message.key?.toString() ?? ''
    if (typeof place === 'string') continue
    const event = readEvent(message.value)
    if (event.kind === 'unreadable') refused.set(id, { position: place.position, reason: event.reason })
    else if (event.kind === 'payout' && event.data.payout.id === id && (newest.get(id)?.state.version ?? 0) <= event.data.payout.version)
      newest.set(id, { state: event.data.payout, position: place.position })
  }
  const later = [...refused].filter(([id, { position }]) => position > (newest.get(id)?.position ?? -1n))
  return { newest, unreadable: new Map(later.map(([id, { reason }]) => [id, reason])) }
}
