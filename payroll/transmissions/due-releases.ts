/** What the bank gateway has to do next. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { refusedRelease } from '../runs/release-refusals'

/**
 * Runs of payouts that were released from a hold and are in no file yet. Asked of the journal, for it is asked every 0.4 s: a look at every payout of
 * every run that is being paid took 0.3 s at 600,000. What was released before the first of those runs began to be paid is in that run's first file;
 * the day is for clocks that disagree.
 */
const RELEASED_FROM_HOLD = Prisma.sql`
  SELECT payout.run_id FROM outbox JOIN payout ON payout.id = outbox.aggregate_id AND payout.status = 'approved'
  WHERE outbox.type = 'payout.hold-released' AND outbox.occurred_at > (SELECT min(status_since) FROM payroll_run WHERE status = 'paying') - interval '1 day'
    AND NOT EXISTS (SELECT FROM settlement_instruction instruction WHERE instruction.payout_id = payout.id AND instruction.attempt = payout.attempt)`

/**
 * Runs with payouts that may go to the bank and are in no file yet: approved, and their release time has come; or released from a hold while the run is
 * paying. All of them: the first hundred may all be ones that cannot be released. An approved run that its bank could not pay on its day any more is
 * left to a person, and keeps nothing else waiting.
 */
export async function dueReleases(ledger: Ledger, now: Date): Promise<{ id: string; reference: string }[]> {
  const rows = await ledger.$queryRaw<{ id: string; reference: string; isApproved: boolean }[]>`
    SELECT run.id, run.reference, run.status = 'approved' AS "isApproved" FROM payroll_run run
    WHERE (run.status = 'approved' AND (run.release_at IS NULL OR run.release_at <= ${now})) OR (run.status = 'paying' AND run.id IN (${RELEASED_FROM_HOLD}))
    ORDER BY run.status_since`
  const late = await Promise.all(rows.map(({ id, isApproved }) => (isApproved ? refusedRelease(ledger, id, now) : null)))
  return rows.filter((_, index) => late[index] === null)
}

/** `sha256` is of its archived bytes, once it was made. */
export type OutgoingFile = {
  id: string
  fileName: string
  status: 'prepared' | 'handing-over' | 'in-doubt'
  sha256: string | null
  note: string | null
  handOverBeganAt: Date | null
}

/** Files that are not known to be with the bank. All of them: the first hundred may all be waiting for a person's answer. */
export function unfinishedFiles(ledger: Ledger): Promise<OutgoingFile[]> {
  return ledger.$queryRaw`
    SELECT id, file_name AS "fileName", status, sha256, note, hand_over_began_at AS "handOverBeganAt" FROM bank_message
    WHERE direction = 'out' AND status IN ('prepared', 'handing-over', 'in-doubt') ORDER BY created_at, message_id`
}
