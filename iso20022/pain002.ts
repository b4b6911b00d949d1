/** Status reports in (pain.002, any version): what the bank accepted or refused. A status never proves a payment; it rejects or informs. */
import { bankAmount } from './amount'
import { type Reason, statusReasons } from './reasons'
import { reference, senderOf } from './references'
import type { BlockStatus, StatusReport, TransactionStatus } from './report-types'
import { type Unreadable, unreadable } from './unreadable'
import { many, type Node, one, reduced, text } from './xml-node'
import type { Reducers } from './xml-reader'

/** What becomes of its elements while the file is read. */
export const PAIN002_REDUCERS: Reducers = { TxInfAndSts: reduceTransaction }

/** The message element `CstmrPmtStsRpt`, folded so far. */
export function readPain002(message: Node): StatusReport | Unreadable {
  const messageId = reference(message, 'GrpHdr', 'MsgId')
  const group = one(message, 'OrgnlGrpInfAndSts') ?? one(message, 'OrgnlGrpInf')
  const originalMessageId = reference(group, 'OrgnlMsgId')
  if (originalMessageId === null)
    return unreadable(`the status report ${messageId ?? 'without an id'} does not say which payment file it answers`)
  const groupStatus = text(group, 'GrpSts')
  const groupReasons = statusReasons(group)
  const above = { status: groupStatus, reasons: groupReasons }
  const blocks = many(message, 'OrgnlPmtInfAndSts').map((node) => block(node, above))
  // Some banks put the payments beside the blocks instead of into them (as pain.002.001.02 did).
  const beside = reduced<TransactionStatus>(message, 'TxInfAndSts')
  if (beside.length > 0) blocks.push({ paymentInformationId: null, ...above, transactions: beside.map((each) => reached(each, above)) })
  return {
    kind: 'pain.002',
    messageId: messageId ?? '',
    createdAt: text(message, 'GrpHdr', 'CreDtTm'),
    ...senderOf(one(message, 'GrpHdr', 'InitgPty'), one(message, 'GrpHdr', 'DbtrAgt', 'FinInstnId')),
    originalMessageId,
    groupStatus,
    groupReasons,
    blocks,
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
  const own = reached({ status: text(node, 'PmtInfSts'), reasons: statusReasons(node) }, group)
  return {
    paymentInformationId: reference(node, 'OrgnlPmtInfId'),
    ...own,
    transactions: reduced<TransactionStatus>(node, 'TxInfAndSts').map((each) => reached(each, own)),
  }
}

/** A rejection reaches everything below it. Its reasons may stand one level up, once for all it names: in a partly accepted block, say. */
function reached<T extends Above>(below: T, above: Above): T {
  const status = above.status === 'RJCT' ? 'RJCT' : below.status
  return { ...below, status, reasons: below.reasons.length === 0 && status === 'RJCT' ? above.reasons : below.reasons }
}

function reduceTransaction(node: Node): TransactionStatus {
  const original = one(node, 'OrgnlTxRef')
  const amount = bankAmount(one(original, 'Amt', 'InstdAmt') ?? one(original, 'IntrBkSttlmAmt'))
  return {
    endToEndId: reference(node, 'OrgnlEndToEndId'),
    instructionId: reference(node, 'OrgnlInstrId'),
    status: text(node, 'TxSts'),
    reasons: statusReasons(node),
    amount: amount && 'amountMinor' in amount ? amount : null,
    bankReference: reference(node, 'AcctSvcrRef') ?? reference(node, 'ClrSysRef'),
  }
}
