/** What moves on a run that has been paying for too long: what it waits for, who does that, and on which page. The desk leads there; there is no second way. */
import type { StrandedRun, WaitingFile } from '@/operations/stranded'

/** `href` is null where it is done outside PayLedger. */
export type Act = { waitsFor: string; who: string; what: string; href: string | null }

/** The first thing that has to happen. */
export function actOfRun({ id, messageIds, sent, held, approved, isLate }: StrandedRun): Act {
  const [first, ...others] = messageIds
  const run = `/payroll/runs/${id}`
  if (first) {
    const waitsFor = `an answer to message ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
    return {
      waitsFor,
      who: 'A coordinator',
      what: 'ask the bank; a file that it sends by mail is uploaded under Bank files',
      href: `${run}?tab=bank-files`,
    }
  }
  if (held > 0)
    return { waitsFor: 'someone to release a hold', who: 'Support or a coordinator', what: 'release the hold on the payout', href: run }
  if (isLate)
    return {
      waitsFor: 'a later day for a file that is not sent because it came too late',
      who: 'Two coordinators',
      what: 'choose a later day',
      href: run,
    }
  if (approved > 0) return { waitsFor: 'the bank gateway', who: 'You', what: 'see the bank gateway among the workers', href: '#workers' }
  if (sent > 0) return { waitsFor: 'an answer from the bank', who: 'A coordinator', what: 'ask the bank', href: run }
  return { waitsFor: 'an unknown reason', who: 'A coordinator', what: 'open the run', href: run }
}

/** A file of which nobody knows whether the bank has it. */
export const actOfFile = ({ runId }: WaitingFile): Act => ({
  waitsFor: 'the bank’s word',
  who: 'A coordinator',
  what: 'answer “Did the bank get it?”',
  href: `/payroll/runs/${runId}`,
})
