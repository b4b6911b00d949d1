/** Sends a submitted run back to its preparer, with the reason; its payouts wait, withdrawn. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import type { CommandContext } from '../transaction/execute'
import { changeRun } from './change-run'

/** Sends a submitted run back to whoever prepared it, as a draft again. Rejected as not-found, changed since `seenVersion`, or wrong-state. */
export function sendBackRun(ledger: Ledger, call: CommandContext, runId: string, seenVersion: number, reason: string) {
  return changeRun(ledger, call, {
    runId,
    seenVersion,
    command: { type: 'send-back' },
    reason,
    work: async (tx, run, change, fact) => {
      await tx.$executeRaw`
        UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, seal = NULL, reason = ${reason}, status_since = ${call.now}
        WHERE id = ${run.id}::uuid`
      await changePayouts(tx, withdraw(run.id, call.now), { ...fact, type: 'payout.withdrawn', changed: ['status'] })
      return null
    },
  })
}

const withdraw = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET status = 'withdrawn', held_from = NULL, version = version + 1, status_since = ${now}
  WHERE run_id = ${runId}::uuid AND status IN ('submitted', 'held') RETURNING payout.*`
