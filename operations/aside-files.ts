/** Files from banks that could not be read, and what came of reading them again. */
import type { Ledger } from '@/prisma/connect'

export type AsideFile = {
  /** Of the message; by it the file is read again. */
  id: string
  fileName: string
  receivedAt: string
  /** Why it could not be read. */
  note: string | null
  /** The last time that a person asked for it to be read again. */
  reading: { state: 'asked' | 'failed'; askedBy: string; askedAt: string; endedAt: string | null; outcome: string | null } | null
}

const ROWS_MAX = 20

/** Of the last thirty days, the newest first, twenty at most; those that were read since are gone. */
export function asideFiles(db: Ledger): Promise<AsideFile[]> {
  return db.$queryRaw<AsideFile[]>`
    SELECT message.id, message.file_name AS "fileName", iso_utc(message.created_at) AS "receivedAt", message.note,
      CASE WHEN reading.id IS NOT NULL THEN json_build_object('state', reading.state, 'askedAt', iso_utc(reading.asked_at), 'endedAt', iso_utc(reading.ended_at),
        'outcome', reading.outcome, 'askedBy', coalesce((SELECT app_user.name FROM app_user WHERE app_user.id = reading.asked_by), reading.asked_by)) END AS reading
    FROM bank_message message LEFT JOIN LATERAL (SELECT * FROM bank_file_reading newest
      WHERE newest.file_sha256 = coalesce(message.file_sha256, message.sha256) ORDER BY newest.asked_at DESC LIMIT 1) AS reading ON true
    WHERE message.direction = 'in' AND message.status = 'set-aside' AND message.kind = 'unreadable'
      AND message.created_at > clock_timestamp() - interval '30 days' AND reading.state IS DISTINCT FROM 'done'
    ORDER BY message.created_at DESC, message.id LIMIT ${ROWS_MAX}`
}
