/** What waits in the outbox, and where the relay's numbering stands. */
import type { Ledger } from '@/prisma/connect'

export type JournalStatus = {
  /** Which unbroken history this is; a restore begins another. */
  era: number
  /** The last position that Kafka has acknowledged, as a decimal string. */
  position: string
  confirmedAt: string | null
  /** Events after that position, counted up to `WAITING_MAX`. */
  waiting: number
  waitingIsExact: boolean
  oldestWaitingMs: number | null
  /** Events per second, over the newest of the last ten seconds. */
  changesPerSecond: number
}

const WAITING_MAX = 100_000
const NEWEST_MAX = 1_000
const WINDOW_SECONDS = 10

/** Reads along the primary key from the last confirmed batch on, so that the size of the journal does not matter: 1 ms at a million rows. */
export async function journalStatus(db: Ledger): Promise<JournalStatus> {
  const [row] = await db.$queryRaw<JournalStatus[]>`
    WITH confirmed AS MATERIALIZED (
      SELECT b.last, b.to_xid, b.to_seq, b.confirmed_at FROM relay_batches b
      WHERE b.era = (SELECT era FROM relay_leader) AND b.confirmed_at IS NOT NULL ORDER BY b.first DESC LIMIT 1),
    waiting AS (
      SELECT o.recorded_at FROM outbox o
      WHERE (o.xid, o.seq) > (coalesce((SELECT to_xid FROM confirmed), '0'::xid8), coalesce((SELECT to_seq FROM confirmed), 0::bigint))
      ORDER BY o.xid, o.seq LIMIT ${WAITING_MAX + 1}),
    newest AS (SELECT recorded_at FROM (SELECT o.recorded_at FROM outbox o ORDER BY o.xid DESC, o.seq DESC LIMIT ${NEWEST_MAX}) AS n
               WHERE recorded_at > clock_timestamp() - make_interval(secs => ${WINDOW_SECONDS}))
    SELECT l.era, coalesce((SELECT last FROM confirmed), 0)::text AS position, (SELECT iso_utc(confirmed_at) FROM confirmed) AS "confirmedAt",
      least(w.count, ${WAITING_MAX})::int AS waiting, w.count <= ${WAITING_MAX} AS "waitingIsExact",
      CASE WHEN w.count > 0 THEN greatest(0, extract(epoch FROM clock_timestamp() - w.oldest) * 1000)::float END AS "oldestWaitingMs",
      coalesce(n.count / CASE WHEN n.count < ${NEWEST_MAX} THEN ${WINDOW_SECONDS}::float
                              ELSE greatest(0.001, extract(epoch FROM clock_timestamp() - n.oldest)) END, 0)::float AS "changesPerSecond"
    FROM relay_leader l, (SELECT count(*), min(recorded_at) AS oldest FROM waiting) AS w, (SELECT count(*), min(recorded_at) AS oldest FROM newest) AS n`
  if (!row) throw new Error('relay_leader has no row')
  return row
}
