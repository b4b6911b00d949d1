/** What each worker last said of itself. */
import { z } from 'zod'
import type { Ledger } from '@/prisma/connect'
import { THRESHOLD_MS } from './thresholds'
import { newestRestarts, type WorkerRestart } from './worker-restarts'

/** Which transaction of which session it is, and whose; times in UTC with microseconds. */
export type HeldSession = {
  xid: string
  backendStart: string
  xactStart: string
  user: string
  state: string | null
  /** Whether it works in our own database. */
  isOurs: boolean
}

/** A transaction that keeps the relay from going on: what it read is not final before that one ends. */
export type HeldBack = {
  pid: number
  database: string | null
  application: string | null
  query: string | null
  since: string
  /** Null where the relay may not see it, or is of a version that does not say. */
  session?: HeldSession | null | undefined
}

export type WorkerStatus = {
  process: string
  /** `silent` without a beat for longer than the threshold. */
  state: 'alive' | 'silent' | 'not-started'
  beatAt: string | null
  /** Since its last beat. */
  silentMs: number | null
  version: string | null
  position: string | null
  /** Events per second. */
  rate: number | null
  /** The relay's: leading, standby or starting. */
  role: string | null
  heldBack: HeldBack | null
  /** Events not yet applied, by partition; null for a worker that reads none. */
  lag: Record<string, number> | null
  lastError: string | null
  lastErrorAt: string | null
  lastErrorMs: number | null
  /** Which start of the process it is that beats, and since when. */
  instance: string | null
  startedAt: string | null
  /** The last time in an hour that a person asked it to restart. */
  restart: WorkerRestart | null
}

/** Those that are always shown, in the order of the pipeline, whether they ever beat or not. */
export const WORKERS = ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler'] as const

/** Written by another version of the product, perhaps: what is not understood is left out. */
const detailSchema = z.object({
  role: z.string().nullish().catch(null),
  heldBack: z
    .object({
      pid: z.number(),
      database: z.string().nullable(),
      application: z.string().nullable(),
      query: z.string().nullable(),
      since: z.string(),
      session: z
        .object({
          xid: z.string(),
          backendStart: z.string(),
          xactStart: z.string(),
          user: z.string(),
          state: z.string().nullable(),
          isOurs: z.boolean(),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  lag: z.record(z.string().regex(/^\d+$/), z.coerce.number().nonnegative()).nullish().catch(null),
})

type Row = Omit<WorkerStatus, 'state' | 'role' | 'heldBack' | 'lag' | 'silentMs' | 'restart'> & { silentMs: number; detail: unknown }

/** Judged by the database's clock, which is the one the workers beat with. */
export async function workerStatuses(db: Ledger): Promise<WorkerStatus[]> {
  const [rows, restarts] = await Promise.all([heartbeats(db), newestRestarts(db)])
  const known = WORKERS.map((process) => rows.find((row) => row.process === process) ?? process)
  // A standby that has taken the lead beats as the relay from then on: its old row is no worker that fell silent.
  const isGone = ({ process, silentMs }: Row) => process === STANDBY && silentMs > THRESHOLD_MS.silence
  const others = rows.filter((row) => !WORKERS.some((process) => process === row.process) && !isGone(row))
  return [...known, ...others].map((row) => (typeof row === 'string' ? notStarted(row) : statusOf(row, restartOf(row, rows, restarts))))
}

const STANDBY = 'outbox-relay-standby'

/** A relay’s is shown where it was asked for, and with the relay that leads once that one has gone. */
function restartOf({ process, instance }: Row, rows: readonly Row[], restarts: readonly WorkerRestart[]): WorkerRestart | null {
  const found = restarts.find((each) => each.process === (process === STANDBY ? 'outbox-relay' : process)) ?? null
  if (found === null || found.instance === instance) return found
  const isElsewhere = rows.some((other) => other.process !== process && other.instance === found.instance)
  return process === STANDBY || isElsewhere ? null : found
}

function heartbeats(db: Ledger): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT process, version, position::text, rate, detail, iso_utc(beat_at) AS "beatAt",
      greatest(0, extract(epoch FROM clock_timestamp() - beat_at) * 1000)::float AS "silentMs",
      last_error AS "lastError", iso_utc(last_error_at) AS "lastErrorAt",
      CASE WHEN last_error_at IS NOT NULL THEN greatest(0, extract(epoch FROM clock_timestamp() - last_error_at) * 1000)::float END AS "lastErrorMs",
      instance, iso_utc(started_at) AS "startedAt"
    FROM heartbeat ORDER BY process LIMIT 100`
}

function statusOf({ detail, ...row }: Row, restart: WorkerRestart | null): WorkerStatus {
  const { role = null, heldBack = null, lag = null } = detailSchema.safeParse(detail).data ?? {}
  const isAlive = row.silentMs <= THRESHOLD_MS.silence
  return { ...row, state: isAlive ? 'alive' : 'silent', role, heldBack: isAlive ? heldBack : null, lag, restart }
}

const notStarted = (process: string): WorkerStatus => ({
  process,
  state: 'not-started',
  beatAt: null,
  silentMs: null,
  version: null,
  position: null,
  rate: null,
  role: null,
  heldBack: null,
  lag: null,
  lastError: null,
  lastErrorAt: null,
  lastErrorMs: null,
  instance: null,
  startedAt: null,
  restart: null,
})
