/** Repairs as people see them. */
import type { Ledger } from '@/prisma/connect'
import type { Proof, RepairKind, RepairState } from './repair'

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
}

const LISTED_MAX = 50

/** What is planned before anybody asks. */
export type RebuildPlan = {
  /** Every event of the journal is applied again. */
  events: number
  /** By the rate of the last one that was filled; null when there is none. */
  expectedMs: number | null
}

/** The newest fifty, those under way first. */
export const listRepairs = (db: Ledger): Promise<RepairRow[]> => repairRows(db, null)

/** One of them; null when there is none of that id. */
export const readRepair = async (db: Ledger, id: string): Promise<RepairRow | null> => (await repairRows(db, id))[0] ?? null

function repairRows(db: Ledger, id: string | null): Promise<RepairRow[]> {
  return db.$queryRaw<RepairRow[]>`
    SELECT repair.id, repair.kind, repair.state, repair.version, repair.reason, coalesce(asker.name, asked_by) AS "askedBy", iso_utc(asked_at) AS "askedAt",
      events_total::float AS "eventsTotal", events_left::float AS "eventsLeft", iso_utc(seen_at) AS "seenAt", iso_utc(began_at) AS "beganAt",
      iso_utc(filled_at) AS "filledAt", iso_utc(ended_at) AS "endedAt", coalesce(canceller.name, cancelled_by) AS "cancelledBy", outcome, proof
    FROM repair LEFT JOIN app_user asker ON asker.id = asked_by LEFT JOIN app_user canceller ON canceller.id = cancelled_by
    WHERE ${id}::uuid IS NULL OR repair.id = ${id}::uuid
    ORDER BY ended_at IS NULL DESC, asked_at DESC LIMIT ${LISTED_MAX}`
}

/** What a rebuild of search would do. */
export async function planRebuild(db: Ledger): Promise<RebuildPlan> {
  const [row] = await db.$queryRaw<{ events: number; perSecond: number | null }[]>`
    SELECT coalesce((SELECT max(batch.last) FROM relay_batches batch WHERE batch.era = (SELECT relay_leader.era FROM relay_leader)
        AND batch.confirmed_at IS NOT NULL), 0)::float AS events,
      (SELECT events_total / greatest(1, extract(epoch FROM filled_at - began_at)) FROM repair
        WHERE filled_at IS NOT NULL AND events_total > 0 ORDER BY filled_at DESC LIMIT 1)::float AS "perSecond"`
  const { events, perSecond } = row ?? { events: 0, perSecond: null }
  return { events, expectedMs: perSecond ? Math.round((events / perSecond) * 1_000) : null }
}

export type Provable = { id: string; made: string }

/** The one that is filled and waits for its proof. */
export async function provableRepair(db: Ledger): Promise<Provable | null> {
  const [row] = await db.$queryRaw<Provable[]>`SELECT id, made FROM repair WHERE state = 'filled' AND made IS NOT NULL`
  return row ?? null
}

/** Records what the comparison found: proven when nothing differs, else refused, with the differences. */
export async function recordProof(db: Ledger, id: string, proof: Proof): Promise<void> {
  const isEqual = proof.differenceCount === 0
  const outcome = isEqual
    ? null
    : `The new index differs from the ledger in ${proof.differenceCount} payouts, so the old one goes on answering.`
  await db.$executeRaw`
    UPDATE repair SET proof = ${JSON.stringify(proof)}::jsonb, version = version + 1, state = ${isEqual ? 'proven' : 'refused'}, outcome = ${outcome},
      ended_at = CASE WHEN ${!isEqual} THEN clock_timestamp() END
    WHERE id = ${id}::uuid AND state = 'filled'`
}
