/** The one way into a change of the set-up: judged, then made at once where one administrator is enough, else proposed for a second. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { applyChange } from './apply-change'
import { masked, type SetUpChange, subjectOf, subjectTypeOf } from './change'
import { judgeChange } from './judge-change'
import { needsTwoAdmins } from './two-admins'
import { valuesNow } from './values-now'

/** `changeId` is of the proposal; null when the change is made. */
export type SetUpChanged = { changeId: string | null; userId: string | null; linkId: string | null }

/**
 * Changes the set-up, or proposes the change where it takes two administrators.
 * @param byMail whether a link that comes of it is sent to its person.
 * Rejections: what `judgeChange` says, `proposed-before` while another change of the kind waits.
 */
export function changeSetUp(
  ledger: Ledger,
  call: CommandContext,
  change: SetUpChange,
  reason: string | null,
  byMail = false,
): Promise<CommandResult<SetUpChanged>> {
  return execute<SetUpChanged>(ledger, call, async (tx) => {
    await oneAtATime(tx)
    const refused = await judgeChange(tx, change)
    if (refused) return refused
    const was = await valuesNow(tx, change)
    if (await needsTwoAdmins(tx, change)) return propose(tx, call, { change, was, reason })
    const { userId = null, linkId = null } = await applyChange(tx, change, { userId: call.actor.id, now: call.now, byMail })
    await journalChange(tx, call, { act: 'audit.set-up-changed', change, was, reason, userId })
    return { changeId: null, userId, linkId }
  })
}

/** Set-up is rare; one after the other, nothing slips in between what is judged and what is made. */
export async function oneAtATime(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('set-up', 0))::text`
}

type Asked = { change: SetUpChange; was: Record<string, unknown> | null; reason: string | null }

async function propose(tx: Transaction, call: CommandContext, { change, was, reason }: Asked): Promise<SetUpChanged | Rejection> {
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO set_up_change (kind, subject, change, was, reason, proposed_by, proposed_at)
    VALUES (${change.kind}, ${subjectOf(change)}, ${JSON.stringify(change)}::jsonb, ${JSON.stringify(was)}::jsonb, ${reason}, ${call.actor.id}, ${call.now})
    ON CONFLICT (kind, subject) WHERE state = 'proposed' DO NOTHING RETURNING id`
  if (!made) return { code: 'proposed-before' }
  await journalChange(tx, call, { act: 'audit.set-up-proposed', change, was, reason, userId: null })
  return { changeId: made.id, userId: null, linkId: null }
}

type Told = Asked & { act: `audit.${string}`; userId: string | null }

/** Journals it under its subject, an account by its last four characters. */
export function journalChange(tx: Transaction, call: CommandContext, { act, change, was, reason, userId }: Told): Promise<number> {
  const about = { type: subjectTypeOf(change), id: userId ?? subjectOf(change) }
  return appendAudit(tx, { act, about, detail: { ...masked(change), ...(was && { was: masked(was) }) } }, factOf(call, reason))
}
