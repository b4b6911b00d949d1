/** What must be true before a relay publishes anything. */
import { eventsTopic } from '@/events/topics'
import type { JournalConnection } from '@/payroll/outbox/relay/connection'
import type { Horizon } from '@/payroll/outbox/relay/journal'
import { isInRecovery, otherDatabase, unsafeSettings } from '@/payroll/outbox/relay/leader'
import type { Batch, Numbering } from '@/payroll/outbox/relay/numbering'
import type { Kafka } from '../kafka/connect'
import { readEnds } from '../kafka/newest'
import { readPlace } from '../kafka/place'
import { ensureTopics } from '../kafka/topics'
import { HistoryBroken, MustStop } from './must-stop'

/** @throws MustStop when a committed event could vanish on this server, or the events of this era come from another one. */
export async function checkServer(connection: JournalConnection): Promise<void> {
  if (await isInRecovery(connection)) throw new MustStop('the database is a standby in recovery, where nothing is final')
  const unsafe = await unsafeSettings(connection)
  if (unsafe.length > 0) throw new MustStop(`committed events could be lost or held back for ever, because ${unsafe.join(' and ')}`)
  await checkSameDatabase(connection)
}

/** @throws HistoryBroken when the connection leads to another database than the one this era began in. */
export async function checkSameDatabase(connection: JournalConnection): Promise<void> {
  const other = await otherDatabase(connection)
  if (other) throw new HistoryBroken(other)
}

/** Transaction ids that were published lie in the future after a restore. @throws HistoryBroken */
export function checkHorizon({ xmax }: Horizon, { cursor }: Numbering): void {
  if (BigInt(cursor.xid) >= xmax)
    throw new HistoryBroken(`transaction ${cursor.xid} was published, and the database has only come to ${xmax}: it was restored`)
}

/**
 * Makes or checks the topics, and compares what Kafka holds with what was planned.
 * @returns the next offset of each partition. @throws MustStop; any other error is Kafka's and may pass.
 */
export async function checkTopics(
  kafka: Kafka,
  prefix: string,
  era: number,
  confirmed: Numbering,
  open: Batch | null,
): Promise<Map<number, bigint>> {
  const { problems } = await ensureTopics(kafka, prefix, era)
  if (problems.length > 0) throw new MustStop(`the topics do not keep every event: ${problems.join('; ')}`)
  const planned = open?.after ?? confirmed
  const highs = new Map<number, bigint>()
  for (const [partition, { high, last }] of await readEnds(kafka, eventsTopic(prefix, era))) {
    highs.set(partition, high)
    const place = last ? readPlace(last.headers) : { position: 0n, previous: 0n }
    if (typeof place === 'string') continue // not ours; consumers set it aside
    const [least, most] = [confirmed.last[partition] ?? 0n, planned.last[partition] ?? 0n]
    if (place.position > most)
      throw new HistoryBroken(
        `Kafka holds position ${place.position} in partition ${partition}, and the journal has only planned up to ${most}: it was restored`,
      )
    if (place.position < least)
      throw new HistoryBroken(
        `Kafka ends at position ${place.position} in partition ${partition}, and had acknowledged ${least}: it has lost events`,
      )
  }
  return highs
}
