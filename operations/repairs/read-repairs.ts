/** Repairs as people see them. */
import type { CopyName } from '@/events/held-copy'
import type { Ledger } from '@/prisma/connect'
import type { Proof, RepairKind, RepairReport, RepairState, ReplayScope } from './repair'

export type RepairRow = {
  id: string
  kind: RepairKind
  state: RepairState
  version: number
  reason: string
  askedBy: string
  askedAt: string
  /** Events it had to apply when it began, and how many are left; null before it has looked. */
  eventsTotal: number | null
  eventsLeft: number | null
  /** When the process that does it last said so. */
  seenAt: string | null
  beganAt: string | null
  filledAt: string | null
  endedAt: string | null
  cancelledBy: string | null
  outcome: string | null
  proof: Proof | null
  /** How many payouts a replay is about, and the difference it was asked from. */
  payouts: number | null
  mismatch: string | null
  /** The one mart of finance that is meant. */
  mart: string | null
  /** What a replay from an event is about. */
  stretch: { position: string; upTo: string; copies: CopyName[] } | null
  report: RepairReport | null
  /** Which dead letters it is about; null where it is about none. `count` is how many were meant when it was asked for. */
  letters: { copy: CopyName; cause: string | null; schema: string | null; count: number } | null
  /** The second person, of what two decide. */
  confirmedBy: string | null
  confirmedAt: string | null
}

const LISTED_MAX = 50

/** The newest fifty, those under way first. */
export const listRepairs = (db: Ledger): Promise<RepairRow[]> => repairRows(db, null)

/** One of them; null when there is none of that id. */
export const readRepair = async (db: Ledger, id: string): Promise<RepairRow | null> => (await repairRows(db, id))[0] ?? null

function repairRows(db: Ledger, id: string | null): Promise<RepairRow[]> {
  return db.$queryRaw<RepairRow[]>`
    SELECT repair.id, repair.kind, repair.state, repair.version, repair.reason, coalesce(asker.name, asked_by) AS "askedBy", iso_utc(asked_at) AS "askedAt",
      events_total::float AS "eventsTotal", events_left::float AS "eventsLeft", iso_utc(seen_at) AS "seenAt", iso_utc(began_at) AS "beganAt",
      iso_utc(filled_at) AS "filledAt", iso_utc(ended_at) AS "endedAt", coalesce(canceller.name, cancelled_by) AS "cancelledBy", outcome, proof,
      CASE WHEN jsonb_typeof(scope -> 'payouts') = 'array' THEN nullif(jsonb_array_length(scope -> 'payouts'), 0) END AS payouts,
      scope ->> 'mismatch' AS mismatch, scope ->> 'mart' AS mart, report,
      CASE WHEN repair.kind = 'replay-from' THEN jsonb_build_object('position', scope #> '{stretch,position}', 'upTo', scope #> '{stretch,upTo}',
        'copies', scope -> 'copies') END AS stretch,
      CASE WHEN repair.kind IN ('redrive-dead-letters', 'discard-dead-letters') THEN jsonb_build_object('copy', scope -> 'copy', 'cause', scope -> 'cause',
        'schema', scope -> 'schema', 'count', scope -> 'count') END AS letters,
      coalesce(confirmer.name, confirmed_by) AS "confirmedBy", iso_utc(confirmed_at) AS "confirmedAt"
    FROM repair LEFT JOIN app_user asker ON asker.id = asked_by LEFT JOIN app_user canceller ON canceller.id = cancelled_by
      LEFT JOIN app_user confirmer ON confirmer.id = confirmed_by
    WHERE ${id}::uuid IS NULL OR repair.id = ${id}::uuid
    ORDER BY ended_at IS NULL DESC, asked_at DESC LIMIT ${LISTED_MAX}`
}

/** `copy` is that of the letters, where it is about some. */
export type Provable = { id: string; kind: RepairKind; made: string | null; scope: ReplayScope | null; copy: CopyName | null }

/** Those that have been filled or written, or whose letters were handed over, and wait for their proof. */
export const provableRepairs = (db: Ledger): Promise<Provable[]> =>
  db.$queryRaw<Provable[]>`SELECT id, kind, made, scope, scope ->> 'copy' AS copy FROM repair WHERE state = 'filled' ORDER BY asked_at`

/** `proven` where something has to come into its place then. `refusal` says why, for a person, when something differs; null where it is not refused for that. */
export type Verdict = { whenEqual: 'proven' | 'done'; refusal: string | null }

/** Records what the comparison found: proven or done when nothing differs, else refused, with the differences. */
export async function recordProof(db: Ledger, id: string, proof: Proof, { whenEqual, refusal }: Verdict): Promise<void> {
  const isEqual = proof.differenceCount === 0
  const state = isEqual || refusal === null ? whenEqual : 'refused'
  await db.$executeRaw`
    UPDATE repair SET proof = ${JSON.stringify(proof)}::jsonb, version = version + 1, state = ${state},
      outcome = ${isEqual ? null : refusal}, ended_at = CASE WHEN ${state !== 'proven'} THEN clock_timestamp() END
    WHERE id = ${id}::uuid AND state = 'filled'`
}
