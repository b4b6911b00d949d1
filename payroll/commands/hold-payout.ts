/** Holds one payout back from the bank, or lets it go again, on what the person saw. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../outbox/append-payouts'
import { decidePayout, type PayoutHead } from '../rules/decide-payout'
import { isRejection, type Rejection } from '../rules/rejections'
import { factOf } from './change-run'
import { type Answer, type Call, execute } from './execute'
import { expectVersion } from './expect-version'
import { lockRun } from './lock-run'

export type PayoutChanged = { id: string; status: string; version: number }

export function holdPayout(
  ledger: Ledger,
  call: Call,
  payoutId: string,
  seenVersion: number,
  reason: string,
): Promise<Answer<PayoutChanged>> {
  return execute(ledger, call, (tx) => change(tx, call, payoutId, seenVersion, 'hold', reason))
}

export function releaseHold(
  ledger: Ledger,
  call: Call,
  payoutId: string,
  seenVersion: number,
  reason: string,
): Promise<Answer<PayoutChanged>> {
  return execute(ledger, call, (tx) => change(tx, call, payoutId, seenVersion, 'release-hold', reason))
}

async function change(
  tx: Transaction,
  call: Call,
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
async function lockPayout(tx: Transaction, payoutId: string, companies: Call['companies']): Promise<PayoutHead | null> {
  const [owner] = await tx.$queryRaw<{ runId: string }[]>`SELECT run_id AS "runId" FROM payout WHERE id = ${payoutId}::uuid`
  if (!owner || !(await lockRun(tx, owner.runId, companies))) return null
  const [row] = await tx.$queryRaw<PayoutHead[]>`
    SELECT status, held_from AS "heldFrom", version,
      EXISTS (SELECT FROM settlement_instruction i WHERE i.payout_id = payout.id AND i.attempt = payout.attempt) AS "inBankFile"
    FROM payout WHERE id = ${payoutId}::uuid FOR UPDATE`
  return row ?? null
}
