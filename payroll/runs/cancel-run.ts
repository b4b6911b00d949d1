/** Cancels a run that was not approved: nothing of it will be paid, and its file may be imported again. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import type { CommandContext } from '../transaction/execute'
import { changeRun } from './change-run'

/** Cancels a draft or a submitted run for good. Rejected as not-found, changed since `seenVersion`, or wrong-state. */
export function cancelRun(ledger: Ledger, call: CommandContext, runId: string, seenVersion: number, reason: string) {
  return changeRun(ledger, call, {
    runId,
    seenVersion,
    command: { type: 'cancel' },
    reason,
    work: async (tx, run, change, fact) => {
      await tx.$executeRaw`
        UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, reason = ${reason}, status_since = ${call.now}
        WHERE id = ${run.id}::uuid`
      await changePayouts(tx, cancel(run.id, call.now), { ...fact, type: 'payout.cancelled', changed: ['status'] })
      return null
    },
  })
}

const cancel = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET status = 'cancelled', held_from = NULL, version = version + 1, status_since = ${now}
  WHERE run_id = ${runId}::uuid AND status IN ('submitted', 'held', 'withdrawn') RETURNING payout.*`
