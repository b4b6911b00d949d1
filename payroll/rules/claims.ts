/** What a bank's message claims about payments, flattened to rows the ledger can match in one query each. Each claim has a key: said twice, it is one. */
import { rejectionsOf } from '@/bank/pain002'
import type { Reason } from '@/bank/reasons'
import type { BankReport, BookingReport, StatusReport } from '@/bank/report-types'
import { bookingClaims } from './booking-claims'
import { type Claim, type Claimant, claimant } from './claim'

/** Everything a message says that concerns money, and what of it was not understood. */
export function claimsOf(report: BankReport): Claim[] {
  const claim = claimant()
  return report.kind === 'pain.002' ? statusClaims(report, claim) : [...notes(report, claim), ...bookingClaims(report, claim)]
}

function notes(report: BookingReport, claim: Claimant): Claim[] {
  return report.notUnderstood.map((problem) => claim('note', report.messageId, { messageId: report.messageId, problem }))
}

/** What the answers of verification of payee mean. A match (RCVC) asks for nothing. */
const PAYEE_CHECKS: Readonly<Record<string, string>> = {
  RVMC: 'the name of the payee is only nearly that of the account’s owner',
  RVNM: 'the name of the payee is not that of the account’s owner',
  RVNA: 'whether the name is that of the account’s owner could not be checked',
  RVCM: 'some names are not those of their accounts’ owners',
}

const first = (reasons: readonly Reason[]) => ({ reasonCode: reasons[0]?.code ?? null, reasonText: reasons[0]?.text ?? null })

function statusClaims(report: StatusReport, claim: Claimant): Claim[] {
  const { payments, blocks, file } = rejectionsOf(report)
  const messageId = report.originalMessageId
  const rejected = [
    ...[...payments].map(([endToEndId, reasons]) => claim('rejection', endToEndId, { messageId, endToEndId, ...first(reasons) })),
    ...[...blocks].map(([blockId, reasons]) => claim('rejection', blockId, { messageId, blockId, ...first(reasons) })),
    ...(file ? [claim('rejection', messageId, { messageId, ...first(file) })] : []),
  ]
  const checked = payeeChecks(report, claim)
  return rejected.length + checked.length > 0 ? [...rejected, ...checked] : [claim('answer', messageId, { messageId })]
}

function payeeChecks(report: StatusReport, claim: Claimant): Claim[] {
  const messageId = report.originalMessageId
  const checked = (status: string | null, reference: string, said: Partial<Claim>): Claim[] => {
    const problem = status !== null && Object.hasOwn(PAYEE_CHECKS, status) ? PAYEE_CHECKS[status] : undefined
    return problem ? [claim('note', reference, { messageId, ...said, problem })] : []
  }
  const single = report.blocks.flatMap((block) =>
    block.transactions.flatMap(({ status, endToEndId, reasons }) =>
      checked(status, endToEndId ?? messageId, { endToEndId, blockId: block.paymentInformationId, ...first(reasons) }),
    ),
  )
  return single.length > 0 ? single : checked(report.groupStatus, messageId, first(report.groupReasons))
}
