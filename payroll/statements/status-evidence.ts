/** What a status report claims: which payments, blocks or files are rejected, and what of it only a person can judge. */
import { rejectionsOf } from '@/iso20022/pain002'
import type { Reason } from '@/iso20022/reasons'
import type { BlockStatus, StatusReport, TransactionStatus } from '@/iso20022/report-types'
import { statusMeaning } from '@/iso20022/status-codes'
import type { Evidence, EvidenceOf } from './evidence'
import { type Ours, paymentNamed } from './payment-named'

/** Verification of the payee without a match, and what is neither paid nor rejected. */
const QUESTIONS = new Set(['RVMC', 'RVNM', 'RVNA', 'RVCM', 'ACWC', 'BLCK', 'CANC'])

/** What asks for nothing: the payment is on its way, or its rejection is told as one. */
const IN_ORDER = new Set(['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWP', 'PART', 'PATC', 'PDNG', 'PRES', 'RCVC', 'RCVD', 'RJCT'])

/** With these the bank has taken the file, whatever becomes of single payments of it. */
export const ACCEPTS = ['ACCC', 'ACCP', 'ACFC', 'ACSC', 'ACSP', 'ACTC', 'ACWC', 'ACWP', 'PART', 'PATC', 'PDNG']

/** Payee checks, by what became of them: RCVC matches, RVMC nearly, RVNM not, RVNA could not be checked. */
export const PAYEE_MATCHES = 'RCVC'

/** What a status report (pain.002) says: rejections, questions and words of single payments, of blocks, or of the whole file where it names none. */
export function* statusEvidence(report: StatusReport, claim: EvidenceOf, ours: Ours): Generator<Evidence> {
  const named = withNames(report, ours)
  let isAll = true
  for (const claims of [rejections, questions, words]) {
    for (const each of claims(named, claim)) {
      isAll = false
      yield each
    }
  }
  yield* answer(named, isAll, claim)
}

function withNames(report: StatusReport, ours: Ours): StatusReport {
  if (ours.size === 0) return report
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

function* rejections(report: StatusReport, claim: EvidenceOf): Generator<Evidence> {
  const { payments, blocks, file } = rejectionsOf(report)
  const messageId = report.originalMessageId
  const repeated = new Map<string | null, TransactionStatus>()
  for (const { transactions } of report.blocks) for (const each of transactions) repeated.set(each.endToEndId, each)
  // A file or block that is one too many says nothing of its payments, though it repeats them.
  const repeatedByDuplicate = new Set(
    report.blocks
      .filter(({ reasons, status }) => (file && isDuplicate(file)) || (status === 'RJCT' && isDuplicate(reasons)))
      .flatMap(({ transactions }) => transactions.map(({ endToEndId }) => endToEndId)),
  )
  const status = 'RJCT'
  for (const [endToEndId, reasons] of payments) {
    if (repeatedByDuplicate.has(endToEndId) && isDuplicate(reasons)) continue
    const { amount = null, bankReference = null } = repeated.get(endToEndId) ?? {}
    const said = { messageId, endToEndId, amountMinor: amount?.amountMinor.toString() ?? null, currency: amount?.currency ?? null }
    yield claim('rejection', endToEndId, { ...said, bankReference, status, ...reasonsOf(reasons) })
  }
  for (const [blockId, reasons] of blocks)
    if (!(file && isDuplicate(file) && isDuplicate(reasons)))
      yield claim('rejection', blockId, { messageId, blockId, status, ...reasonsOf(reasons) })
  if (file) yield claim('rejection', messageId, { messageId, status, ...reasonsOf(file) })
}

/** That the bank has taken the file, with what it says of all of it. */
function answer(report: StatusReport, isAll: boolean, claim: EvidenceOf): Evidence[] {
  if (report.groupStatus === 'RJCT') return []
  const messageId = report.originalMessageId
  const below = report.blocks.flatMap(({ status, transactions }) => [status, ...transactions.map((each) => each.status)])
  const accepted = [report.groupStatus, ...below].find((each) => each !== null && ACCEPTS.includes(each)) ?? null
  // What it says of the whole file is kept beside what it says of payments.
  if (accepted === null && !isAll && report.groupReasons.length === 0) return []
  const status = accepted ?? report.groupStatus
  // Said of some of its payments or blocks, it is no word about the others, though it proves that the bank has the file.
  const payments = accepted === null || accepted === report.groupStatus ? null : below.filter((each) => each === accepted).length
  return [claim('answer', messageId, { messageId, status, payments, ...reasonsOf(report.groupReasons) })]
}

/** Of payments and blocks that are not rejected: payees that match, and what the bank says or calls them. */
function* words({ originalMessageId: messageId, blocks }: StatusReport, claim: EvidenceOf): Generator<Evidence> {
  for (const { paymentInformationId: blockId, status, reasons, transactions } of blocks) {
    if (reasons.length > 0 && blockId !== null && status !== null && ACCEPTS.includes(status))
      yield claim('answer', blockId, { messageId, blockId, status, ...reasonsOf(reasons) })
    for (const each of transactions) {
      if (each.endToEndId === null || each.status === null) continue
      const { endToEndId, bankReference } = each
      const matches = each.status === PAYEE_MATCHES
      if (!matches && !(ACCEPTS.includes(each.status) && (bankReference !== null || each.reasons.length > 0))) continue
      const said = { messageId, endToEndId, blockId, bankReference, status: each.status, ...reasonsOf(each.reasons) }
      yield claim(matches ? 'check' : 'answer', endToEndId, said)
    }
  }
}

/** Asked once, at the level nearest to the payments. */
function* questions(report: StatusReport, claim: EvidenceOf): Generator<Evidence> {
  const messageId = report.originalMessageId
  let isAsked = false
  const note = (problem: string, reference: string, reasons: readonly Reason[], said: Partial<Evidence>): Evidence => {
    isAsked = true
    return claim('note', reference, { messageId, ...said, problem, ...reasonsOf(reasons) })
  }
  for (const block of report.blocks) {
    const { paymentInformationId: blockId, status } = block
    let isAskedBelow = false
    for (const each of block.transactions) {
      const problem = ofPayment(each, block)
      if (problem === null) continue
      isAskedBelow = true
      const { endToEndId, bankReference } = each
      yield note(problem, endToEndId ?? each.instructionId ?? messageId, each.reasons, {
        endToEndId,
        blockId,
        bankReference,
        status: each.status,
      })
    }
    const problem = isAskedBelow ? null : ofBlock(block, report)
    if (problem !== null) yield note(problem, blockId ?? messageId, block.reasons, { blockId, status })
  }
  const problem = isAsked ? null : ofFile(report)
  if (problem !== null) yield note(problem, messageId, report.groupReasons, { status: report.groupStatus })
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
  return 'accepted only in part, but the bank does not say which payments it did not accept'
}

function question(status: string | null): string | null {
  if (status === null || IN_ORDER.has(status)) return null
  if (QUESTIONS.has(status)) return statusMeaning(status)
  return `answered with the status ${status.slice(0, 40)}, which PayLedger does not know`
}
