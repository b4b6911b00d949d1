/** What Kafka has lost, written down where the next relay finds it, and why a relay has stopped. */
import type { JournalConnection } from './connection'
import type { Lead } from './leader'

/** Partitions of the era whose loss is known and not made good yet. */
export async function openLosses(connection: JournalConnection, { era }: Lead): Promise<Set<number>> {
  const { rows } = await connection.query<{ partition: number }>(
    'SELECT partition FROM kafka_loss WHERE era = $1 AND sent_again_at IS NULL',
    [era],
  )
  return new Set(rows.map(({ partition }) => partition))
}

/** What is known of it: `reaches` is the last position that can be read in order, null before anybody looked. */
export type Loss = { partition: number; reaches: bigint | null; acknowledged: bigint | null }

/** Writes a loss down, or more about one that stands there. */
export async function noteLoss(connection: JournalConnection, { era }: Lead, { partition, reaches, acknowledged }: Loss): Promise<void> {
  await connection.query(
    `INSERT INTO kafka_loss (era, partition, reaches, acknowledged) VALUES ($1, $2, $3, $4)
     ON CONFLICT (era, partition) WHERE sent_again_at IS NULL
     DO UPDATE SET reaches = coalesce(excluded.reaches, kafka_loss.reaches), acknowledged = coalesce(excluded.acknowledged, kafka_loss.acknowledged)`,
    [era, partition, reaches?.toString() ?? null, acknowledged?.toString() ?? null],
  )
}

/** Writes down, before the first is sent, how many events have to be sent again: a relay that ends after the last of them leaves nothing to count. */
export async function noteToSend(connection: JournalConnection, { era }: Lead, partition: number, events: number): Promise<void> {
  await connection.query(
    // A relay before this one may have sent some of them already.
    'UPDATE kafka_loss SET events = greatest(events, $3) WHERE era = $1 AND partition = $2 AND sent_again_at IS NULL',
    [era, partition, events],
  )
}

/** Says that Kafka holds everything of a partition again. */
export async function closeLoss(connection: JournalConnection, { era }: Lead, partition: number): Promise<void> {
  await connection.query(
    `UPDATE kafka_loss SET sent_again_at = clock_timestamp(), events = coalesce(events, 0)
     WHERE era = $1 AND partition = $2 AND sent_again_at IS NULL`,
    [era, partition],
  )
}

/** Where consumers say that events are missing, though they have read the whole partition again: the partition and the position before the gap. */
export async function consumerGaps(connection: JournalConnection): Promise<{ partition: number; after: string }[]> {
  const { rows } = await connection.query<{ partition: number; after: string }>(
    `SELECT DISTINCT gap.key::int AS partition, gap.value AS after
     FROM heartbeat h, jsonb_each_text(h.detail -> 'gaps') AS gap WHERE h.beat_at > clock_timestamp() - interval '10 seconds'`,
  )
  return rows
}

type Stop = {
  kind: 'ledger' | 'events'
  sentence: string
  /** The gateway finds so. */
  isTold: boolean
}

/** Says why the relay does not go on, for the desks and the bank gateway; or, with null, that it does. What it found itself is not replaced by what it is told. */
export async function noteStop(connection: JournalConnection, stop: Stop | null): Promise<void> {
  if (stop === null) await connection.query(`DELETE FROM history_stop WHERE process = 'outbox-relay'`)
  else
    await connection.query(
      `INSERT INTO history_stop (process, kind, sentence, is_told) VALUES ('outbox-relay', $1, $2, $3)
       ON CONFLICT (process) DO UPDATE SET kind = excluded.kind, sentence = excluded.sentence, is_told = excluded.is_told
         WHERE (history_stop.sentence, history_stop.is_told) <> (excluded.sentence, excluded.is_told) AND (history_stop.is_told OR NOT excluded.is_told)`,
      [stop.kind, stop.sentence, stop.isTold],
    )
}

/** Why the bank gateway has stopped: it knows the ledger from another side. Null when it has not, or was told by the relay. */
export async function gatewayStop(connection: JournalConnection): Promise<string | null> {
  const { rows } = await connection.query<{ sentence: string }>(
    `SELECT sentence FROM history_stop WHERE process = 'bank-gateway' AND NOT is_told`,
  )
  return rows[0]?.sentence ?? null
}
