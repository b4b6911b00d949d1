/** Status reports in (pain.002, any version): what the bank accepted or refused. A status never proves a payment; it rejects or informs. */
import { type BankAmount, bankAmount } from './amount'
import { type Reason, statusReasons } from './reasons'
import type { BlockStatus, StatusReport } from './report-types'
import { type Unreadable, unreadable } from './unreadable'
import { many, type Node, text } from './xml-node'

export type { StatusReport } from './report-types'

/** Reads the message element `CstmrPmtStsRpt`. */
export function readPain002(message: Node): StatusReport | Unreadable {
  const messageId = text(message, 'GrpHdr', 'MsgId')
  const originalMessageId = text(message, 'OrgnlGrpInfAndSts', 'OrgnlMsgId')
  if (messageId === null) return unreadable('the status report has no message id')
  if (originalMessageId === null) return unreadable(`the status report ${messageId} does not say which payment file it answers`)
  const group = many(message, 'OrgnlGrpInfAndSts')[0]
  const groupStatus = text(group, 'GrpSts')
  const groupReasons = statusReasons(group)
  const above = { status: groupStatus, reasons: groupReasons }
  return {
    kind: 'pain.002',
    messageId,
    createdAt: text(message, 'GrpHdr', 'CreDtTm'),
    originalMessageId,
    groupStatus,
    groupReasons,
    blocks: [
      ...many(message, 'OrgnlPmtInfAndSts').map((node) => block(node, above)),
      // Some banks put the payments beside the blocks instead of into them (as pain.002.001.02 did).
      ...(many(message, 'TxInfAndSts').length > 0 ? [block({ TxInfAndSts: many(message, 'TxInfAndSts') }, above)] : []),
    ],
  }
}

/** What a report rejects: single payments by end-to-end id, whole blocks, the whole file. What is not in it is not rejected. */
export type Rejections = { payments: Map<string, Reason[]>; blocks: Map<string, Reason[]>; file: Reason[] | null }

/** Collects the rejections of a report. A block's or file's reasons hold for every payment below it, named in the report or not. */
export function rejectionsOf(report: StatusReport): Rejections {
  const rejections: Rejections = {
    payments: new Map(),
    blocks: new Map(),
    file: report.groupStatus === 'RJCT' ? report.groupReasons : null,
  }
  for (const each of report.blocks) {
    if (each.status === 'RJCT' && each.paymentInformationId !== null) rejections.blocks.set(each.paymentInformationId, each.reasons)
    for (const { status, endToEndId, reasons } of each.transactions) {
      if (status === 'RJCT' && endToEndId !== null) rejections.payments.set(endToEndId, reasons)
    }
  }
  return rejections
}

type Above = { status: string | null; reasons: Reason[] }

function block(node: Node, group: Above): BlockStatus {
  const own = statedBy(node, 'PmtInfSts', group)
  return {
    paymentInformationId: text(node, 'OrgnlPmtInfId'),
    ...own,
    transactions: many(node, 'TxInfAndSts').map((each) => ({
      endToEndId: text(each, 'OrgnlEndToEndId'),
      instructionId: text(each, 'OrgnlInstrId'),
      ...statedBy(each, 'TxSts', own),
      amount: originalAmount(each),
    })),
  }
}

/** A rejection reaches everything below it. Its reasons may stand one level up, once for all it names: in a partly accepted block, say. */
function statedBy(node: Node, element: string, above: Above): Above {
  const status = above.status === 'RJCT' ? 'RJCT' : text(node, element)
  const reasons = statusReasons(node)
  return { status, reasons: reasons.length === 0 && status === 'RJCT' ? above.reasons : reasons }
}

function originalAmount(transaction: Node): BankAmount | null {
  const reference = many(transaction, 'OrgnlTxRef')[0]
  const amount = many(reference, 'Amt')[0]
  return bankAmount(many(amount, 'InstdAmt')[0] ?? many(reference, 'IntrBkSttlmAmt')[0])
}
