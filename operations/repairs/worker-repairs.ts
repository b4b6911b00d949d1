/** Repairs as the process that does them sees them: it asks every second, and says how far it is. It needs no more of Postgres than this one table. */
import { Client } from 'pg'
import type { RepairKind, RepairState } from './repair'

/** Kept so long, so that one can go back to it. */
const REPLACED_KEPT = '1 hour'
const LIMIT_MS = 3_000

export type OpenRepair = { id: string; state: RepairState; made: string | null; eventsTotal: number | null }
/** Indexes that nobody needs any more, with the repair that left them behind. */
export type Leftover = { id: string; name: string }

export type WorkerRepairs = {
  /** The one that is asked for or under way; null when there is none. */
  open(kind: RepairKind): Promise<OpenRepair | null>
  /** Under way, in an index of this name. @returns the name that is kept, when another process was first. @throws when it has ended. */
  begin(id: string, made: string): Promise<string>
  progress(id: string, eventsLeft: number): Promise<void>
  filled(id: string): Promise<void>
  /** It answers now. */
  done(id: string, replaced: string | null): Promise<void>
  refuse(id: string, outcome: string): Promise<void>
  leftovers(kind: RepairKind): Promise<Leftover[]>
  dropped(id: string): Promise<void>
  close(): Promise<void>
}

/** Connects when it is first asked, and anew after each failure. All of it throws while the database is away. */
export function workerRepairs(databaseUrl: string): WorkerRepairs {
  let client: Client | null = null

  async function query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const used = (client ??= await connect(databaseUrl))
    try {
      return (await used.query<Row>(text, values)).rows
    } catch (error) {
      client = null
      await used.end().catch(() => undefined)
      throw error
    }
  }

  return {
    async open(kind) {
      const [row] = await query<OpenRepair>(
        `SELECT id, state, made, events_total::float AS "eventsTotal" FROM repair WHERE kind = $1 AND ended_at IS NULL`,
        [kind],
      )
      return row ?? null
    },
    async begin(id, made) {
      const [row] = await query<{ made: string }>(
        `UPDATE repair SET made = coalesce(made, $2), state = CASE state WHEN 'asked' THEN 'filling' ELSE state END,
           began_at = coalesce(began_at, clock_timestamp()), version = version + (state = 'asked')::int
         WHERE id = $1 AND ended_at IS NULL RETURNING made`,
        [id, made],
      )
      if (!row) throw new Error('the repair has ended')
      return row.made
    },
    async progress(id, eventsLeft) {
      await query(
        `UPDATE repair SET events_total = greatest(events_total, $2), events_left = $2, seen_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
        [id, eventsLeft],
      )
    },
    async filled(id) {
      await query(
        `UPDATE repair SET state = 'filled', version = version + 1, filled_at = clock_timestamp(), events_left = 0 WHERE id = $1 AND state = 'filling'`,
        [id],
      )
    },
    async done(id, replaced) {
      await query(
        `UPDATE repair SET state = 'done', version = version + 1, replaced = $2, ended_at = clock_timestamp() WHERE id = $1 AND state = 'proven'`,
        [id, replaced],
      )
    },
    async refuse(id, outcome) {
      await query(
        `UPDATE repair SET state = 'refused', version = version + 1, outcome = $2, ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
        [id, outcome],
      )
    },
    leftovers: (kind) =>
      query<Leftover>(
        `SELECT id, name FROM (SELECT id, kind, state, ended_at, dropped_at, CASE state WHEN 'done' THEN replaced ELSE made END AS name FROM repair) AS ended
         WHERE kind = $1 AND dropped_at IS NULL AND name IS NOT NULL
           AND ended_at < clock_timestamp() - CASE state WHEN 'done' THEN interval '${REPLACED_KEPT}' ELSE interval '0' END
           AND NOT EXISTS (SELECT FROM repair AS open WHERE open.made = ended.name AND open.ended_at IS NULL)`,
        [kind],
      ),
    async dropped(id) {
      await query('UPDATE repair SET dropped_at = clock_timestamp() WHERE id = $1', [id])
    },
    async close() {
      await client?.end().catch(() => undefined)
      client = null
    },
  }
}

async function connect(connectionString: string): Promise<Client> {
  const made = new Client({
    ...{ connectionString, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS, idle_in_transaction_session_timeout: LIMIT_MS },
    application_name: 'repairs',
  })
  made.on('error', () => {}) // the next question fails and connects anew
  await made.connect()
  return made
}
