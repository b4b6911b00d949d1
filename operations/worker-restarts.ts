/** That processes were asked to restart, and what became of it. */
import type { Ledger } from '@/prisma/connect'

export type WorkerRestart = {
  id: string
  process: string
  /** The instance that was meant. */
  instance: string
  reason: string
  askedBy: string
  askedAt: string
  askedMs: number
  /** When that instance said its last word; null before, and of one that was killed. */
  endedAt: string | null
  endedMs: number | null
  /** When the next instance first beat. */
  backAt: string | null
}

/** A supervisor that has not started a process again by then does not do so by itself. */
export const BACK_LIMIT_MS = 60_000
/** A process ends in order within 8 s of its next beat. */
export const END_LIMIT_MS = 20_000
const LISTED_MAX = 50

/** The newest fifty. */
export function listRestarts(db: Ledger): Promise<WorkerRestart[]> {
  return db.$queryRaw<WorkerRestart[]>`
    SELECT restart.id, process, instance, reason, coalesce(asker.name, asked_by) AS "askedBy", iso_utc(asked_at) AS "askedAt",
      greatest(0, extract(epoch FROM clock_timestamp() - asked_at) * 1000)::float AS "askedMs", iso_utc(ended_at) AS "endedAt",
      CASE WHEN ended_at IS NOT NULL THEN greatest(0, extract(epoch FROM clock_timestamp() - ended_at) * 1000)::float END AS "endedMs",
      iso_utc(back_at) AS "backAt"
    FROM worker_restart restart LEFT JOIN app_user asker ON asker.id = asked_by ORDER BY asked_at DESC LIMIT ${LISTED_MAX}`
}

/** By process the newest of the last hour, and older ones that nobody has come back from. */
export function newestRestarts(db: Ledger): Promise<WorkerRestart[]> {
  return db.$queryRaw<WorkerRestart[]>`
    SELECT DISTINCT ON (process) restart.id, process, instance, reason, coalesce(asker.name, asked_by) AS "askedBy", iso_utc(asked_at) AS "askedAt",
      greatest(0, extract(epoch FROM clock_timestamp() - asked_at) * 1000)::float AS "askedMs", iso_utc(ended_at) AS "endedAt",
      CASE WHEN ended_at IS NOT NULL THEN greatest(0, extract(epoch FROM clock_timestamp() - ended_at) * 1000)::float END AS "endedMs",
      iso_utc(back_at) AS "backAt"
    FROM worker_restart restart LEFT JOIN app_user asker ON asker.id = asked_by
    WHERE asked_at > clock_timestamp() - interval '1 hour' OR (ended_at IS NOT NULL AND back_at IS NULL) ORDER BY process, asked_at DESC`
}
