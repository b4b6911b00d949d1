/** What a status report claims: which payments, blocks or files are rejected, and what of it only a person can judge. */
import { rejectionsOf } from '@/bank/pain002'
import type { Reason } from '@/bank/reasons'
import type { BlockStatus, StatusReport, TransactionStatus } from '@/bank/report-types'
import type { Claim, Claimant } from './claim'

/** Verification of the payee without a match, and what is neither paid nor rejected. */
const QUESTIONS: Readonly<Record<string, string>> = {
  RVMC: 'the name of the payee is only nearly that of the account’s owner',
  RVNM: 'the name of the payee is not that of the account’s owner',
  RVNA: 'whether the name is that of the account’s owner could not be checked',
  RVCM: 'some names are not those of their accounts’ owners',
  ACWC: 'accepted with a change that the bank has made',
  BLCK: 'blocked by the bank: neither paid nor rejected',
  CANC: 'cancelled, says the bank: neither paid nor rejected',
}

/** What asks for nothing: the payment is on its way, or its rejection is told as one. RCVC is a payee whose name matches. */
const IN_ORDER = new Set(['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWP', 'PART', 'PATC', 'PDNG', 'PRES', 'RCVC', 'RCVD', 'RJCT'])

export function statusClaims(report: StatusReport, claim: Claimant): Claim[] {
  const messageId = report.originalMessageId
  const claims = [...rejections(report, claim), ...questions(report, claim)]
  return claims.length > 0 ? claims : [claim('answer', messageId, { messageId })]
}

const first = (reasons: readonly Reason[]) => ({ reasonCode: reasons[0]?.code ?? null, reasonText: reasons[0]?.text ?? null })

function rejections(report: StatusReport, claim: Claimant): Claim[] {
  const { payments, blocks, file } = rejectionsOf(report)
  const messageId = report.originalMessageId
  const repeated = new Map(report.blocks.flatMap(({ transactions }) => transactions.map(({ endToEndId, amount }) => [endToEndId, amount])))
  return [
    ...[...payments].map(([endToEndId, reasons]) => {
      const amount = repeated.get(endToEndId)
      const said = { messageId, endToEndId, amountMinor: amount?.amountMinor.toString() ?? null, currency: amount?.currency ?? null }
      return claim('rejection', endToEndId, { ...said, ...first(reasons) })
    }),
    ...[...blocks].map(([blockId, reasons]) => claim('rejection', blockId, { messageId, blockId, ...first(reasons) })),
    ...(file ? [claim('rejection', messageId, { messageId, ...first(file) })] : []),
  ]
}

/** Asked once, at the level nearest to the payments. */
function questions(report: StatusReport, claim: Claimant): Claim[] {
  const messageId = report.originalMessageId
  const note = (problem: string | null, reference: string, reasons: readonly Reason[], said: Partial<Claim> = {}): Claim[] =>
    problem === null ? [] : [claim('note', reference, { messageId, ...said, problem, ...first(reasons) })]
  const below = report.blocks.flatMap((block) => {
    const blockId = block.paymentInformationId
    const single = block.transactions.flatMap((each) =>
      note(ofPayment(each, block), each.endToEndId ?? each.instructionId ?? messageId, each.reasons, {
        endToEndId: each.endToEndId,
        blockId,
      }),
    )
    return single.length > 0 ? single : note(ofBlock(block, report), blockId ?? messageId, block.reasons, { blockId })
  })
  return below.length > 0 ? below : note(ofFile(report), messageId, report.groupReasons)
}

function ofPayment({ status, endToEndId }: TransactionStatus, block: BlockStatus): string | null {
  if (status === 'RJCT' && endToEndId === null && block.status !== 'RJCT') return 'rejected, but the bank does not say which payment'
  return question(status)
}

function ofBlock({ status, paymentInformationId, reasons, transactions }: BlockStatus, report: StatusReport): string | null {
  if (status === 'RJCT' && paymentInformationId === null && transactions.length === 0 && report.groupStatus !== 'RJCT')
    return 'rejected, but the bank does not say which payments'
  return partly(status, reasons, transactions) ?? question(status)
}

function ofFile({ groupStatus, groupReasons, blocks }: StatusReport): string | null {
  if (blocks.some(({ status }) => status === 'RJCT')) return null
  const payments = blocks.flatMap(({ transactions }) => transactions)
  return partly(groupStatus, groupReasons, payments) ?? question(groupStatus)
}

/** Payments that are named with what they wait for explain a partial acceptance; a reason, or no payment at all, leaves a question. */
function partly(status: string | null, reasons: readonly Reason[], payments: readonly TransactionStatus[]): string | null {
  if (status !== 'PART' || payments.some((each) => each.status === 'RJCT') || (payments.length > 0 && reasons.length === 0)) return null
  return 'accepted only in part, but the bank does not say which payments it has not accepted'
}

function question(status: string | null): string | null {
  if (status === null || IN_ORDER.has(status)) return null
  if (Object.hasOwn(QUESTIONS, status)) return QUESTIONS[status] ?? null
  return `answered with the status ${status.slice(0, 40)}, which is not known here`
}
