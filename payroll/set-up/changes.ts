/** Changes that were proposed, and what became of them. */
import { type Ledger, Prisma } from '@/prisma/connect'
import type { SetUpChange } from './change'
import type { ChangeState } from './decide-change'

type Named = { id: string; name: string; email: string | null }

export type ChangeRow = {
  id: string
  change: SetUpChange
  was: Record<string, unknown> | null
  /** Of the company, bank profile or person. */
  subjectName: string
  state: ChangeState
  version: number
  reason: string | null
  proposedBy: Named
  proposedAt: string
  decidedBy: Named | null
  decidedAt: string | null
  decidedReason: string | null
}

const person = (id: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN ${id} IS NOT NULL THEN json_build_object('id', ${id},
  'name', coalesce((SELECT name FROM app_user WHERE app_user.id = ${id}), ${id}), 'email', (SELECT email FROM app_user WHERE app_user.id = ${id})) END`

const ROW = Prisma.sql`proposed.id, proposed.change, proposed.was, proposed.state, proposed.version, proposed.reason,
  coalesce((SELECT name FROM company WHERE company.id::text = proposed.subject), (SELECT name FROM bank_profile WHERE bank_profile.id::text = proposed.subject),
    (SELECT name FROM app_user WHERE app_user.id = proposed.subject), proposed.change ->> 'name', proposed.subject) AS "subjectName",
  ${person(Prisma.sql`proposed.proposed_by`)} AS "proposedBy", iso_utc(proposed.proposed_at) AS "proposedAt",
  ${person(Prisma.sql`proposed.decided_by`)} AS "decidedBy", iso_utc(proposed.decided_at) AS "decidedAt", proposed.decided_reason AS "decidedReason"`

const LISTED_MAX = 100

/** Those that wait first, then the newest; of one subject when it is named. */
export function listChanges(ledger: Ledger, subject: string | null = null): Promise<ChangeRow[]> {
  return ledger.$queryRaw`
    SELECT ${ROW} FROM set_up_change proposed WHERE ${subject}::text IS NULL OR proposed.subject = ${subject}
    ORDER BY proposed.state <> 'proposed', proposed.proposed_at DESC, proposed.id DESC LIMIT ${LISTED_MAX}`
}

/** Null when there is none of this id. */
export async function readChange(ledger: Ledger, id: string): Promise<ChangeRow | null> {
  const [row] = await ledger.$queryRaw<ChangeRow[]>`SELECT ${ROW} FROM set_up_change proposed WHERE proposed.id = ${id}::uuid`
  return row ?? null
}

/** How many wait for this administrator: what others have proposed. */
export async function countChangesFor(ledger: Ledger, userId: string): Promise<number> {
  const [row] = await ledger.$queryRaw<{ changes: number }[]>`
    SELECT count(*)::int AS changes FROM set_up_change WHERE state = 'proposed' AND proposed_by <> ${userId}`
  return row?.changes ?? 0
}
