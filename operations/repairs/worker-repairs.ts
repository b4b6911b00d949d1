/** Repairs as the process that does them sees them: it asks every second, and says how far it is. It needs no more of Postgres than this one table. */
import type { CopyName } from '@/events/held-copy'
import type { RepairKind, RepairReport, RepairState, ReplayScope } from './repair'
import { type RepairConnection, repairConnection } from './repair-connection'

/** Kept so long, so that one can go back to it. */
const REPLACED_KEPT = '1 hour'

/** `scope` is a replay's; `filling` is what was proven, by a name that no other has. */
export type OpenRepair = {
  id: string
  state: RepairState
  made: string | null
  eventsTotal: number | null
  scope: ReplayScope | null
  written: (CopyName | 'kafka')[]
  proof: { filling?: string; payouts: number } | null
}
/** Indexes or folders that nobody needs any more, with the repair that left them behind. */
export type Leftover = { id: string; name: string }

export type WorkerRepairs = {
  /** The one that is asked for or under way; null when there is none. */
  open(kind: RepairKind): Promise<OpenRepair | null>
  /** Under way, in an index of this name. @returns the name that is kept, when another process was first. @throws when it has ended. */
  begin(id: string, made: string): Promise<string>
  /** Under way, where it makes nothing beside what answers. @throws when it has ended. */
  beginInPlace(id: string): Promise<void>
  progress(id: string, eventsLeft: number): Promise<void>
  filled(id: string): Promise<void>
  /** What it changes in a copy, or finds there; what was noted first stays. @throws when it has ended. */
  note<What extends keyof RepairReport>(id: string, what: What, report: NonNullable<RepairReport[What]>): Promise<void>
  /** A copy has written what it was asked to; where all have, it waits for its proof. `all` are those it is about. */
  written(id: string, copy: OpenRepair['written'][number], all: readonly string[]): Promise<void>
  /** What was proven is not there any more: it is filled, and proven, again. */
  unproven(id: string): Promise<void>
  /** It answers now. */
  done(id: string, replaced: string | null): Promise<void>
  refuse(id: string, outcome: string): Promise<void>
  leftovers(kind: RepairKind): Promise<Leftover[]>
  dropped(id: string): Promise<void>
  close(): Promise<void>
}

/** All of it throws while the database is away. */
export function workerRepairs(databaseUrl: string): WorkerRepairs {
  const { use, close } = repairConnection(databaseUrl)

  return {
    ...asked(use),
    ...beside(use),
    ...inPlace(use),
    close,
  }
}

type Use = RepairConnection['use']

/** The rows of an answer. */
const rowsOf = async <Row extends object>(answer: Promise<{ rows: Row[] }>): Promise<Row[]> => (await answer).rows

/** What holds for every kind. */
const asked = (use: Use): Pick<WorkerRepairs, 'open' | 'progress' | 'refuse'> => ({
  async open(kind) {
    const [row] = await rowsOf(
      use((client) =>
        client.query<OpenRepair>(
          `SELECT id, state, made, events_total::float AS "eventsTotal", scope, written, proof FROM repair WHERE kind = $1 AND ended_at IS NULL`,
          [kind],
        ),
      ),
    )
    return row ?? null
  },
  async progress(id, eventsLeft) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET events_total = greatest(events_total, $2), events_left = $2, seen_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
          [id, eventsLeft],
        ),
      ),
    )
  },
  async refuse(id, outcome) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET state = 'refused', version = version + 1, outcome = $2, ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
          [id, outcome],
        ),
      ),
    )
  },
})

/** Where something is made beside what answers. */
const beside = (use: Use): Pick<WorkerRepairs, 'begin' | 'filled' | 'unproven' | 'done' | 'leftovers' | 'dropped'> => ({
  async begin(id, made) {
    const [row] = await rowsOf(
      use((client) =>
        client.query<{ made: string }>(
          `UPDATE repair SET made = coalesce(made, $2), state = CASE state WHEN 'asked' THEN 'filling' ELSE state END,
         began_at = coalesce(began_at, clock_timestamp()), version = version + (state = 'asked')::int
       WHERE id = $1 AND ended_at IS NULL RETURNING made`,
          [id, made],
        ),
      ),
    )
    if (!row) throw new Error('the repair has ended')
    return row.made
  },
  async filled(id) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET state = 'filled', version = version + 1, filled_at = clock_timestamp(), events_left = 0 WHERE id = $1 AND state = 'filling'`,
          [id],
        ),
      ),
    )
  },
  async unproven(id) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET state = 'filling', version = version + 1, proof = NULL, filled_at = NULL WHERE id = $1 AND state = 'proven'`,
          [id],
        ),
      ),
    )
  },
  async done(id, replaced) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET state = 'done', version = version + 1, replaced = $2, ended_at = clock_timestamp() WHERE id = $1 AND state = 'proven'`,
          [id, replaced],
        ),
      ),
    )
  },
  leftovers: (kind) =>
    rowsOf(
      use((client) =>
        client.query<Leftover>(
          `SELECT id, name FROM (SELECT id, kind, state, ended_at, dropped_at, CASE state WHEN 'done' THEN replaced ELSE made END AS name FROM repair) AS ended
       WHERE kind = $1 AND dropped_at IS NULL AND name IS NOT NULL
         AND ended_at < clock_timestamp() - CASE state WHEN 'done' THEN interval '${REPLACED_KEPT}' ELSE interval '0' END
         AND NOT EXISTS (SELECT FROM repair AS open WHERE open.made = ended.name AND open.ended_at IS NULL)`,
          [kind],
        ),
      ),
    ),
  async dropped(id) {
    await rowsOf(use((client) => client.query('UPDATE repair SET dropped_at = clock_timestamp() WHERE id = $1', [id])))
  },
})

/** Where what answers is written itself. */
const inPlace = (use: Use): Pick<WorkerRepairs, 'beginInPlace' | 'note' | 'written'> => ({
  async beginInPlace(id) {
    const rows = await rowsOf(
      use((client) =>
        client.query<{ id: string }>(
          `UPDATE repair SET state = CASE state WHEN 'asked' THEN 'filling' ELSE state END, began_at = coalesce(began_at, clock_timestamp()),
         version = version + (state = 'asked')::int
       WHERE id = $1 AND ended_at IS NULL RETURNING id`,
          [id],
        ),
      ),
    )
    if (rows.length === 0) throw new Error('the repair has ended')
  },
  async note(id, what, report) {
    const rows = await rowsOf(
      use((client) =>
        client.query<{ id: string }>(
          `UPDATE repair SET report = jsonb_build_object($2::text, $3::jsonb) || coalesce(report, '{}'), seen_at = clock_timestamp()
       WHERE id = $1 AND state IN ('filling', 'proven') RETURNING id`,
          [id, what, JSON.stringify(report)],
        ),
      ),
    )
    if (rows.length === 0) throw new Error('the repair has ended')
  },
  async written(id, copy, all) {
    await rowsOf(
      use((client) =>
        client.query(
          `UPDATE repair SET written = array_append(array_remove(written, $2), $2), events_left = 0,
         version = version + ($3::text[] <@ array_append(written, $2))::int,
         state = CASE WHEN $3::text[] <@ array_append(written, $2) THEN 'filled' ELSE state END,
         filled_at = CASE WHEN $3::text[] <@ array_append(written, $2) THEN clock_timestamp() END
       WHERE id = $1 AND state = 'filling'`,
          [id, copy, all],
        ),
      ),
    )
  },
})
