/** Approves exactly the lines under the seal the approver looked at. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import { judgePaidAgain } from '../statements/judge-paid-again'
import type { CommandContext } from '../transaction/execute'
import { isRejection } from '../transaction/rejections'
import { recordAcceptance, weighRun } from './accept-repetition'
import { changeRun } from './change-run'
import { refusedWithoutCode } from './code-needed'
import { personOf } from './last-payment'
import { judgeRun } from './pay-date'
import { rememberReading } from './remember-reading'
import type { Acceptance } from './repetition'
import { sealOf } from './seal'

/**
 * @param acceptance why people are paid who are in another run of the period, and what of it was seen; without it such a run is refused.
 * @param codeGiven whether the approver has just given a code of their second factor; without one a run above the company's limit is refused.
 */
export function approveRun(
  ledger: Ledger,
  call: CommandContext,
  runId: string,
  seenVersion: number,
  seal: string,
  acceptance?: Acceptance,
  codeGiven = false,
) {
  return changeRun(ledger, call, {
    runId,
    seenVersion,
    command: { type: 'approve', by: call.actor.id, seal },
    reason: null,
    work: async (tx, run, change, fact) => {
      if ((await sealOf(tx, run.id)) !== seal) return { code: 'seal-changed' }
      const date = await judgeRun(tx, run.id, call.now)
      if (date.refused) return date.refused
      const withoutCode = codeGiven ? null : await refusedWithoutCode(tx, run.id)
      if (withoutCode) return withoutCode
      const accepted = await weighRun(tx, 'approval', run.id, acceptance)
      if (accepted && isRejection(accepted)) return accepted
      await recordAcceptance(tx, call, run.id, accepted)
      await tx.$executeRaw`
        UPDATE payroll_run SET status = ${change.status}, version = ${change.version}, approved_by = ${call.actor.id}, approved_at = ${call.now},
          release_at = ${date.releaseAt > call.now ? date.releaseAt : null}, status_since = ${call.now}
        WHERE id = ${run.id}::uuid`
      await changePayouts(tx, approve(run.id, call.now), { ...fact, type: 'payout.approved', changed: ['status', 'approvedAt'] })
      await changePayouts(tx, approveHeld(run.id, call.now), { ...fact, type: 'payout.approved', changed: ['approvedAt'] })
      await recordPayments(tx, run.id)
      await judgePaidAgain(tx, run.id, call.now)
      await rememberReading(tx, run.id)
      return null
    },
  })
}

/** From now on this is the last payment of its people. A run that was recalled and is approved again has its rows already. */
async function recordPayments(tx: Transaction, runId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO person_payment (company_id, person, regular, period, run_id, line_number)
    SELECT run.company_id, ${personOf(Prisma.sql`line.employee_number`)}, run.kind = 'regular', run.period, run.id, line.line_number
    FROM payroll_run run JOIN payroll_line line ON line.run_id = run.id WHERE run.id = ${runId}::uuid
    ON CONFLICT DO NOTHING`
}

const approve = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET status = 'approved', version = version + 1, approved_at = ${now}, status_since = ${now}
  WHERE run_id = ${runId}::uuid AND status = 'submitted' RETURNING payout.*`

/** A held payout stays held; once released, it is an approved one. */
const approveHeld = (runId: string, now: Date) => Prisma.sql`
  UPDATE payout SET held_from = 'approved', version = version + 1, approved_at = ${now}
  WHERE run_id = ${runId}::uuid AND status = 'held' AND held_from = 'submitted' RETURNING payout.*`
