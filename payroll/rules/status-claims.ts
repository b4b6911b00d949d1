/** What a status report claims: which payments, blocks or files are rejected, and what of it only a person can judge. */
import { rejectionsOf } from '@/bank/pain002'
import type { Reason } from '@/bank/reasons'
import type { BlockStatus, StatusReport, TransactionStatus } from '@/bank/report-types'
import type { Claim, Claimant } from './claim'
import { type Ours, paymentNamed } from './payment-named'

/** Verification of the payee without a match, and what is neither paid nor rejected. */
const QUESTIONS: Readonly<Record<string, string>> = {
  RVMC: 'the payee’s name is close to the account holder’s, but not the same',
  RVNM: 'the name of the payee is not that of the account’s owner',
  RVNA: 'whether the name is that of the account’s owner could not be checked',
  RVCM: 'some names are not those of their accounts’ owners',
  ACWC: 'accepted with a change that the bank has made',
  BLCK: 'blocked by the bank: neither paid nor rejected',
  CANC: 'cancelled, says the bank: neither paid nor rejected',
}

/** What asks for nothing: the payment is on its way, or its rejection is told as one. */
const IN_ORDER = new Set(['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWP', 'PART', 'PATC', 'PDNG', 'PRES', 'RCVC', 'RCVD', 'RJCT'])

/** With these the bank has taken the file, whatever becomes of single payments of it. */
export const ACCEPTS = ['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWC', 'ACWP', 'PART', 'PATC', 'PDNG']

/** Payee checks, by what became of them: RCVC matches, RVMC nearly, RVNM not, RVNA could not be checked. */
export const PAYEE_MATCHES = 'RCVC'

export function statusClaims(report: StatusReport, claim: Claimant, ours: Ours): Claim[] {
  const named = withNames(report, ours)
  const claims = [...rejections(named, claim), ...questions(named, claim), ...words(named, claim)]
  return [...claims, ...answer(named, claims.length === 0, claim)]
}

function withNames(report: StatusReport, ours: Ours): StatusReport {
  const blocks = report.blocks.map((block) => ({
    ...block,
    transactions: block.transactions.map((each) => ({ ...each, endToEndId: paymentNamed(each, ours) })),
  }))
  return { ...report, blocks }
}

/** The first reason's code; whatever else the bank says, as its words. */
function reasonsOf(reasons: readonly Reason[]): { reasonCode: string | null; reasonText: string | null } {
  const [first, ...others] = reasons
  const texts = [first?.text, ...others.map(({ code, text }) => [code, text].filter((each) => each !== null).join(' '))]
  return {
    reasonCode: first?.code ?? null,
    reasonText:
      texts
        .filter((each) => each)
        .join('; ')
        .slice(0, WORDS_MAX) || null,
  }
}
const WORDS_MAX = 1_000

/** By which a bank says that it has something already: message, block, payment, end-to-end id, instruction id (ISO 20022 external status reasons). */
export const DUPLICATE_CODES = ['DU01', 'DU02', 'DU03', 'DU04', 'DU05', 'AM05', 'DUPL']

const isDuplicate = ([first]: readonly Reason[]): boolean => first?.code != null && DUPLICATE_CODES.includes(first.code)

function rejections(report: StatusReport, claim: Claimant): Claim[] {
  const { payments, blocks, file } = rejectionsOf(report)
  const messageId = report.originalMessageId
  const repeated = new Map(report.blocks.flatMap(({ transactions }) => transactions.map((each) => [each.endToEndId, each])))
  // A file or block that is one too many says nothing of its payments, though it repeats them.
  const repeatedByDuplicate = new Set(
    report.blocks
      .filter(({ reasons, status }) => (file && isDuplicate(file)) || (status === 'RJCT' && isDuplicate(reasons)))
      .flatMap(({ transactions }) => transactions.map(({ endToEndId }) => endToEndId)),
  )
  const single = [...payments].filter(([endToEndId, reasons]) => !(repeatedByDuplicate.has(endToEndId) && isDuplicate(reasons)))
  const wide = [...blocks].filter(([, reasons]) => !(file && isDuplicate(file) && isDuplicate(reasons)))
  const status = 'RJCT'
  return [
    ...single.map(([endToEndId, reasons]) => {
      const { amount = null, bankReference = null } = repeated.get(endToEndId) ?? {}
      const said = { messageId, endToEndId, amountMinor: amount?.amountMinor.toString() ?? null, currency: amount?.currency ?? null }
      return claim('rejection', endToEndId, { ...said, bankReference, status, ...reasonsOf(reasons) })
    }),
    ...wide.map(([blockId, reasons]) => claim('rejection', blockId, { messageId, blockId, status, ...reasonsOf(reasons) })),
    ...(file ? [claim('rejection', messageId, { messageId, status, ...reasonsOf(file) })] : []),
  ]
}

/** That the bank has taken the file, with what it says of all of it. */
function answer(report: StatusReport, isAll: boolean, claim: Claimant): Claim[] {
  const messageId = report.originalMessageId
  const below = report.blocks.flatMap(({ status, transactions }) => [status, ...transactions.map((each) => each.status)])
  const all = report.groupStatus === 'RJCT' ? [] : [report.groupStatus, ...below]
  const accepted = all.find((each) => each !== null && ACCEPTS.includes(each)) ?? null
  // What it says of the whole file is kept beside what it says of payments.
  if (accepted === null && !isAll && (report.groupStatus === 'RJCT' || report.groupReasons.length === 0)) return []
  const status = accepted ?? report.groupStatus
  // Said of some of its payments or blocks, it is no word about the others, though it proves that the bank has the file.
  const payments = accepted === null || accepted === report.groupStatus ? null : below.filter((each) => each === accepted).length
  return [
    claim('answer', messageId, { messageId, status, payments, ...(report.groupStatus === 'RJCT' ? {} : reasonsOf(report.groupReasons)) }),
  ]
}

/** Of payments and blocks that are not rejected: payees that match, and what the bank says or calls them. */
function words({ originalMessageId: messageId, blocks }: StatusReport, claim: Claimant): Claim[] {
  return blocks.flatMap((block) => {
    const { paymentInformationId: blockId, status } = block
    const ofBlock = block.reasons.length > 0 && blockId !== null && status !== null && ACCEPTS.includes(status)
    return [
      ...(ofBlock ? [claim('answer', blockId, { messageId, blockId, status, ...reasonsOf(block.reasons) })] : []),
      ...block.transactions.flatMap((each) => {
        if (each.endToEndId === null || each.status === null) return []
        const { endToEndId, bankReference } = each
        const said = { messageId, endToEndId, blockId, bankReference, status: each.status, ...reasonsOf(each.reasons) }
        if (each.status === PAYEE_MATCHES) return [claim('check', endToEndId, said)]
        const speaks = ACCEPTS.includes(each.status) && (bankReference !== null || each.reasons.length > 0)
        return speaks ? [claim('answer', endToEndId, said)] : []
      }),
    ]
  })
}

/** Asked once, at the level nearest to the payments. */
function questions(report: StatusReport, claim: Claimant): Claim[] {
  const messageId = report.originalMessageId
  const note = (problem: string | null, reference: string, reasons: readonly Reason[], said: Partial<Claim> = {}): Claim[] =>
    problem === null ? [] : [claim('note', reference, { messageId, ...said, problem, ...reasonsOf(reasons) })]
  const below = report.blocks.flatMap((block) => {
    const blockId = block.paymentInformationId
    const single = block.transactions.flatMap((each) =>
      note(ofPayment(each, block), each.endToEndId ?? each.instructionId ?? messageId, each.reasons, {
        endToEndId: each.endToEndId,
        blockId,
        bankReference: each.bankReference,
        status: each.status,
      }),
    )
    return single.length > 0 ? single : note(ofBlock(block, report), blockId ?? messageId, block.reasons, { blockId, status: block.status })
  })
  return below.length > 0 ? below : note(ofFile(report), messageId, report.groupReasons, { status: report.groupStatus })
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
