/** Repairs of dead letters as the app sees them. */
import type { CopyName } from '@/events/held-copy'
import type { Ledger } from '@/prisma/connect'

/** Letters for each second, by the last redrive of the copy; null when there was none. */
export async function lettersPerSecond(db: Ledger, copy: CopyName): Promise<number | null> {
  const [row] = await db.$queryRaw<{ perSecond: number | null }[]>`
    SELECT (events_total / greatest(1, extract(epoch FROM filled_at - began_at)))::float AS "perSecond" FROM repair
    WHERE kind = 'redrive-dead-letters' AND scope ->> 'copy' = ${copy} AND filled_at IS NOT NULL AND events_total > 0 ORDER BY filled_at DESC LIMIT 1`
  return row?.perSecond ?? null
}

/** Who gave letters up, or asks for it. */
export type Decision = {
  repairId: string
  copy: CopyName
  era: number
  count: number
  cause: string | null
  schema: string | null
  reason: string
  askedBy: string
  askedAt: string
  confirmedBy: string | null
  confirmedAt: string | null
  isDone: boolean
}

const DECISIONS_MAX = 500

/** All that stand and all that wait for a second person, the newest first. */
export const letterDecisions = (db: Ledger): Promise<Decision[]> =>
  db.$queryRaw<Decision[]>`
    SELECT repair.id AS "repairId", scope ->> 'copy' AS copy, (scope ->> 'era')::int AS era, (scope ->> 'count')::int AS count, scope ->> 'cause' AS cause,
      scope ->> 'schema' AS schema, reason, coalesce(asker.name, asked_by) AS "askedBy", iso_utc(asked_at) AS "askedAt",
      coalesce(confirmer.name, confirmed_by) AS "confirmedBy", iso_utc(confirmed_at) AS "confirmedAt", state = 'done' AS "isDone"
    FROM repair LEFT JOIN app_user asker ON asker.id = asked_by LEFT JOIN app_user confirmer ON confirmer.id = confirmed_by
    WHERE repair.kind = 'discard-dead-letters' AND (confirmed_by IS NOT NULL OR ended_at IS NULL)
    ORDER BY asked_at DESC LIMIT ${DECISIONS_MAX}`

/** The decision that names this letter; null when nobody has taken one. */
export async function decisionOf(db: Ledger, copy: CopyName, era: number, partition: number, offset: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM repair WHERE kind = 'discard-dead-letters' AND (confirmed_by IS NOT NULL OR ended_at IS NULL)
      AND scope ->> 'copy' = ${copy} AND (scope ->> 'era')::int = ${era} AND scope -> 'letters' @> ${JSON.stringify([[partition, offset]])}::jsonb
    ORDER BY asked_at DESC LIMIT 1`
  return row?.id ?? null
}
