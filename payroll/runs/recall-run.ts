/** Recalls an approved run before it is handed to the bank: it is a draft again, without its approval; its payouts wait, withdrawn. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import { judgePaidAgain } from '../statements/judge-paid-again'
import type { CommandContext } from '../transaction/execute'
import { changeRun } from './change-run'

/** The lock on the run decides between a recall and the gateway's release: whichever takes it first, the other finds another state. */
export function recallRun(ledger: Ledger, call: CommandContext, runId: string, seenVersion: number, reason: string) {
  return changeRun(ledger, call, {
    runId,
    seenVersion,
    command: { type: 'recall' },
    reason,
    work: async (tx, run, change, fact) => {
      await tx.$executeRaw`
        UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, seal = NULL, approved_by = NULL, approved_at = NULL,
          release_at = NULL, reason = ${reason}, status_since = ${call.now}
        WHERE id = ${run.id}::uuid`
      await changePayouts(tx, withdraw(run.id, call.now), { ...fact, type: 'payout.withdrawn', changed: ['status', 'approvedAt'] })
      await judgePaidAgain(tx, run.id, call.now)
      return null
    },
  })
}

const withdraw = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET status = 'withdrawn', held_from = NULL, version = version + 1, approved_at = NULL, status_since = ${now}
  WHERE run_id = ${runId}::uuid AND status IN ('approved', 'held') RETURNING payout.*`
