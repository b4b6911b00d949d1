/** Repairs of dead letters as the process that owns the copy sees them. */
import type { LetterScope } from '@/events/dead-letter'
import type { CopyName } from '@/events/held-copy'
import type { Proof, RepairState } from './repair'
import { repairConnection } from './repair-connection'

export type OpenRedrive = { id: string; state: RepairState; scope: LetterScope; proof: Proof | null }
/** Two people gave these letters up, by this repair. */
export type Discarded = { repairId: string; partition: number; offset: string }
export type OpenDiscard = { id: string; era: number }

export type LetterRepairs = {
  /** The one of this copy that is asked for or under way; null when there is none. */
  redrive(copy: CopyName): Promise<OpenRedrive | null>
  begin(id: string): Promise<void>
  progress(id: string, left: number): Promise<void>
  /** It waits for its proof now. */
  filled(id: string): Promise<void>
  done(id: string, outcome: string): Promise<void>
  refuse(id: string, outcome: string): Promise<void>
  /** The one of this copy that a second person has confirmed and that is not done. */
  discard(copy: CopyName): Promise<OpenDiscard | null>
  /** Every letter of this copy and era that was ever given up. */
  discarded(copy: CopyName, era: number): Promise<Discarded[]>
  discardDone(id: string, letters: number, outcome: string): Promise<void>
  close(): Promise<void>
}

/** All of it throws while the database is away. */
export function letterRepairs(databaseUrl: string): LetterRepairs {
  const { use, close } = repairConnection(databaseUrl)

  async function query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    return (await use((client) => client.query<Row>(text, values))).rows
  }

  return {
    async redrive(copy) {
      const [row] = await query<OpenRedrive>(
        `SELECT id, state, scope, proof FROM repair WHERE kind = 'redrive-dead-letters' AND scope ->> 'copy' = $1 AND ended_at IS NULL`,
        [copy],
      )
      return row ?? null
    },
    async begin(id) {
      await query(
        `UPDATE repair SET state = 'filling', began_at = clock_timestamp(), version = version + 1 WHERE id = $1 AND state = 'asked'`,
        [id],
      )
    },
    async progress(id, left) {
      await query(
        `UPDATE repair SET events_total = greatest(events_total, $2), events_left = $2, seen_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
        [id, left],
      )
    },
    async filled(id) {
      await query(
        `UPDATE repair SET state = 'filled', version = version + 1, filled_at = clock_timestamp(), events_left = 0 WHERE id = $1 AND state = 'filling'`,
        [id],
      )
    },
    async done(id, outcome) {
      await query(
        `UPDATE repair SET state = 'done', version = version + 1, outcome = $2, ended_at = clock_timestamp() WHERE id = $1 AND state = 'proven'`,
        [id, outcome],
      )
    },
    async refuse(id, outcome) {
      await query(
        `UPDATE repair SET state = 'refused', version = version + 1, outcome = $2, ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`,
        [id, outcome],
      )
    },
    async discard(copy) {
      const [row] = await query<OpenDiscard>(
        `SELECT id, (scope ->> 'era')::int AS era FROM repair
         WHERE kind = 'discard-dead-letters' AND scope ->> 'copy' = $1 AND ended_at IS NULL AND confirmed_by IS NOT NULL`,
        [copy],
      )
      return row ?? null
    },
    discarded: (copy, era) =>
      query<Discarded>(
        `SELECT repair.id AS "repairId", (letter ->> 0)::int AS partition, letter ->> 1 AS offset FROM repair, jsonb_array_elements(scope -> 'letters') AS letter
         WHERE kind = 'discard-dead-letters' AND scope ->> 'copy' = $1 AND (scope ->> 'era')::int = $2 AND confirmed_by IS NOT NULL`,
        [copy, era],
      ),
    async discardDone(id, letters, outcome) {
      await query(
        `UPDATE repair SET state = 'done', version = version + 1, events_total = $2, events_left = 0, filled_at = clock_timestamp(), ended_at = clock_timestamp(),
           began_at = coalesce(began_at, clock_timestamp()), outcome = $3, proof = $4 WHERE id = $1 AND ended_at IS NULL AND confirmed_by IS NOT NULL`,
        [id, letters, outcome, JSON.stringify({ position: '0', payouts: 0, differences: [], differenceCount: 0 } satisfies Proof)],
      )
    },
    close,
  }
}
