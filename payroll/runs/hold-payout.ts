/**
 * Holds one payout back from the bank, or lets it go again, on what the person saw. Whoever had a hand in the run lets go only what they held themselves: the
 * hold of somebody else may be about them.
 */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { expectVersion } from '../transaction/expect-version'
import { isRejection, type Rejection } from '../transaction/rejections'
import { factOf } from './change-run'
import { decidePayout, type PayoutHead } from './decide-payout'
import { conflictsInRuns } from './hands'
import { lockRun } from './lock-run'

export type PayoutChanged = { id: string; status: string; version: number }

/** Holds a payout back until `releaseHold`. Rejected as not-found, changed since `seenVersion`, or wrong-state once it is with the bank. */
export function holdPayout(
  ledger: Ledger,
  call: CommandContext,
  payoutId: string,
  seenVersion: number,
  reason: string,
): Promise<CommandResult<PayoutChanged>> {
  return execute(ledger, call, (tx) => change(tx, call, payoutId, seenVersion, 'hold', reason))
}

/** Lets a held payout go on. Rejected as not-found, changed since `seenVersion`, or wrong-state when it is not held. */
export function releaseHold(
  ledger: Ledger,
  call: CommandContext,
  payoutId: string,
  seenVersion: number,
  reason: string,
): Promise<CommandResult<PayoutChanged>> {
  return execute(ledger, call, (tx) => change(tx, call, payoutId, seenVersion, 'release-hold', reason))
}

async function change(
  tx: Transaction,
  call: CommandContext,
  payoutId: string,
  seenVersion: number,
  command: 'hold' | 'release-hold',
  reason: string,
) {
  const payout = await lockPayout(tx, payoutId, call.companies)
  if (!payout) return { code: 'not-found', what: 'payout' } satisfies Rejection
  const behind = await expectVersion(tx, payoutId, seenVersion, payout.version)
  if (behind) return behind
  const decided = decidePayout(payout, command)
  if (isRejection(decided)) return decided
  if (command === 'release-hold' && (await heldBy(tx, payoutId)) !== call.actor.id) {
    const hand = await conflictsInRuns(tx, [payout.runId], call.actor.id)
    if (hand) return { code: 'hand-in-run', ...hand } satisfies Rejection
  }
  const { status, heldFrom, version, event, changed } = decided
  await changePayouts(
    tx,
    Prisma.sql`
    UPDATE payout SET status = ${status}, held_from = ${heldFrom}, version = ${version}, status_since = ${call.now}
    WHERE id = ${payoutId}::uuid RETURNING payout.*`,
    { ...factOf(call, reason), type: event, changed },
  )
  return { id: payoutId, status, version }
}

/** The run first, then the payout: the order every command keeps. */
async function lockPayout(
  tx: Transaction,
  payoutId: string,
  companies: CommandContext['companies'],
): Promise<(PayoutHead & { runId: string }) | null> {
  const [owner] = await tx.$queryRaw<{ runId: string }[]>`SELECT run_id AS "runId" FROM payout WHERE id = ${payoutId}::uuid`
  if (!owner || !(await lockRun(tx, owner.runId, companies))) return null
  const [row] = await tx.$queryRaw<(PayoutHead & { runId: string })[]>`
    SELECT run_id AS "runId", status, held_from AS "heldFrom", version,
      EXISTS (SELECT FROM settlement_instruction instruction WHERE instruction.payout_id = payout.id AND instruction.attempt = payout.attempt) AS "inBankFile"
    FROM payout WHERE id = ${payoutId}::uuid FOR UPDATE`
  return row ?? null
}

async function heldBy(tx: Transaction, payoutId: string): Promise<string | null> {
  const [last] = await tx.$queryRaw<{ by: string }[]>`
    SELECT actor AS by FROM outbox
    WHERE aggregate_id = ${payoutId}::uuid AND type = 'payout.held' ORDER BY version DESC LIMIT 1`
  return last?.by ?? null
}
