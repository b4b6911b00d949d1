/** Says what becomes of a payment that failed or came back, in two steps by two people. Nothing is paid by it. */
import type { PayoutStatus } from '@/events/payout-v1'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { expectVersion } from '../transaction/expect-version'
import type { Rejection } from '../transaction/rejections'
import { factOf } from './change-run'
import { type Outcome, type OutcomeHead, refuseConfirmation, refuseProposal } from './decide-outcome'
import { lockRun } from './lock-run'

export type OutcomeChanged = { payoutId: string; outcome: Outcome; state: 'proposed' | 'confirmed'; version: number }

type Locked = { id: string; status: PayoutStatus; version: number; outcome: (OutcomeHead & { outcome: Outcome }) | null }

/** `seenVersion` is the payout's: the failure that was looked at. */
export function proposeOutcome(
  ledger: Ledger,
  call: CommandContext,
  payoutId: string,
  seenVersion: number,
  { outcome, reason }: { outcome: Outcome; reason: string },
): Promise<CommandResult<OutcomeChanged>> {
  return execute<OutcomeChanged>(ledger, call, async (tx) => {
    const payout = await lockPayout(tx, payoutId, call.companies)
    if (!payout) return { code: 'not-found', what: 'payout' }
    const no = (await expectVersion(tx, payoutId, seenVersion, payout.version)) ?? refuseProposal(payout.status)
    if (no) return no
    const [row] = await tx.$queryRaw<{ version: number }[]>`
      INSERT INTO payout_outcome AS o (payout_id, payout_version, outcome, reason, proposed_by, proposed_at)
      VALUES (${payoutId}::uuid, ${payout.version}, ${outcome}, ${reason}, ${call.actor.id}, ${call.now})
      ON CONFLICT (payout_id) DO UPDATE SET payout_version = excluded.payout_version, version = o.version + 1, outcome = excluded.outcome,
        reason = excluded.reason, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at,
        confirmed_by = NULL, confirmed_at = NULL, confirm_reason = NULL
      RETURNING version`
    const version = row?.version ?? 1
    await journal(tx, call, 'audit.outcome-proposed', payoutId, { outcome, payoutVersion: payout.version, version }, reason)
    return { payoutId, outcome, state: 'proposed', version }
  })
}

/** `seenVersion` is the outcome's: the very proposal that was looked at. */
export function confirmOutcome(
  ledger: Ledger,
  call: CommandContext,
  payoutId: string,
  seenVersion: number,
  reason: string,
): Promise<CommandResult<OutcomeChanged>> {
  return execute<OutcomeChanged>(ledger, call, async (tx) => {
    const payout = await lockPayout(tx, payoutId, call.companies)
    if (!payout) return { code: 'not-found', what: 'payout' }
    const no = refuseConfirmation(payout.status, payout.outcome, call.actor.id) ?? behind(payout, seenVersion)
    if (no || !payout.outcome) return no as Rejection
    const { outcome } = payout.outcome
    const version = seenVersion + 1
    await tx.$executeRaw`
      UPDATE payout_outcome SET version = ${version}, confirmed_by = ${call.actor.id}, confirmed_at = ${call.now}, confirm_reason = ${reason}
      WHERE payout_id = ${payoutId}::uuid`
    await journal(tx, call, 'audit.outcome-confirmed', payoutId, { outcome, payoutVersion: payout.version, version }, reason)
    return { payoutId, outcome, state: 'confirmed', version }
  })
}

/** Somebody proposed something else meanwhile. */
function behind({ outcome }: Locked, seenVersion: number): Rejection | null {
  if (!outcome || outcome.version === seenVersion) return null
  const current = { outcome: outcome.outcome, version: outcome.version }
  return { code: 'version-behind', current, changed: [{ field: 'outcome', seen: null, now: outcome.outcome }] }
}

function journal(
  tx: Transaction,
  call: CommandContext,
  act: `audit.${string}`,
  payoutId: string,
  detail: Record<string, unknown>,
  reason: string,
) {
  return appendAudit(tx, { act, about: { type: 'payout', id: payoutId }, detail }, factOf(call, reason))
}

/** The run first, then the payout: the order every command keeps. */
async function lockPayout(tx: Transaction, payoutId: string, companies: CommandContext['companies']): Promise<Locked | null> {
  const [owner] = await tx.$queryRaw<{ runId: string }[]>`SELECT run_id AS "runId" FROM payout WHERE id = ${payoutId}::uuid`
  if (!owner || !(await lockRun(tx, owner.runId, companies))) return null
  const [row] = await tx.$queryRaw<Locked[]>`
    SELECT p.id, p.status, p.version, (SELECT json_build_object('version', o.version, 'proposedBy', o.proposed_by, 'confirmedBy', o.confirmed_by,
      'isCurrent', o.payout_version = p.version, 'outcome', o.outcome) FROM payout_outcome o WHERE o.payout_id = p.id) AS outcome
    FROM payout p WHERE p.id = ${payoutId}::uuid FOR UPDATE`
  return row ?? null
}
