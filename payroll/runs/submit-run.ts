/** Submits a draft: seals its lines and gives every line its payout. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import type { CommandContext } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { recordAcceptance, weighRun } from './accept-repetition'
import { refusedByBank } from './bank-takes'
import { changeRun } from './change-run'
import { recordRunHand } from './hands'
import { judgeRun } from './pay-date'
import type { Acceptance } from './repetition'
import { sealOf } from './seal'

/** @param acceptance why people are paid who are in another run of the period; without it such a run is refused. */
export function submitRun(ledger: Ledger, call: CommandContext, runId: string, seenVersion: number, acceptance?: Acceptance) {
  return changeRun(ledger, call, {
    runId,
    seenVersion,
    command: { type: 'submit' },
    reason: null,
    work: async (tx, run, change, fact) => {
      const refused = (await refusedByBank(tx, run.id)) ?? (await judgeRun(tx, run.id, call.now)).refused
      if (refused) return refused
      const accepted = await weighRun(tx, 'submission', run.id, acceptance)
      if (accepted && isRejection(accepted)) return accepted
      await recordAcceptance(tx, call, run.id, accepted)
      const seal = await sealOf(tx, run.id)
      // Kept for good: once it is sent back and submitted by somebody else, the run's row names them alone.
      await recordRunHand(tx, run.id, call, 'submitted')
      await tx.$executeRaw`
        UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, seal = ${seal}, submitted_by = ${call.actor.id},
          submitted_at = ${call.now}, status_since = ${call.now}, reason = NULL
        WHERE id = ${run.id}::uuid`
      const resubmitted = await changePayouts(tx, resubmit(run.id, call.now), { ...fact, type: 'payout.submitted', changed: ['status'] })
      if (resubmitted === 0) await changePayouts(tx, firstPayouts(run.id, call.now), { ...fact, type: 'payout.submitted', changed: [] })
      return null
    },
  })
}

const resubmit = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET status = 'submitted', version = version + 1, submitted_at = ${now}, status_since = ${now}
  WHERE run_id = ${runId}::uuid AND status = 'withdrawn' RETURNING payout.*`

const firstPayouts = (runId: string, now: Date) => Prisma.sql`
  INSERT INTO payout (run_id, line_number, employee_number, beneficiary_name, beneficiary_country, account, account_kind, account_last4, account_hash,
                      bic, currency, amount_minor, rail, submitted_at, status_since)
  SELECT run_id, line_number, employee_number, employee_name, country, account, account_kind, account_last4, account_hash,
         bic, currency, amount_minor, rail, ${now}, ${now}
  FROM payroll_line WHERE run_id = ${runId}::uuid ORDER BY line_number
  RETURNING payout.*`
