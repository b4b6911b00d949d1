/** The bank's status report, pain.002.001.10. */
import type { CreditTransfer, Payment } from '@/iso20022/credit-transfer'
import { oddityOf } from './oddity'
import type { Refusal } from './rejection'
import { document, type Tree } from './xml'

export type Status = {
  messageId: string
  createdAt: string
  originalMessageId: string
  /** "pain.001.001.09"; null when the file named none. */
  originalVersion: string | null
  /** What of the file the bank could read; null when nothing. */
  transfer: CreditTransfer | null
  /** Why the whole file is refused; null when it is not. */
  fileRefusal: Refusal | null
  /** Refused payments by end-to-end id. */
  refusals: ReadonlyMap<string, Refusal>
}

/** Names only the payments of which it has something to say, as many banks do. */
export function buildPain002(status: Status): string {
  const payments = status.transfer?.blocks.flatMap((block) => block.payments) ?? []
  const everything = status.fileRefusal !== null || payments.every((payment) => status.refusals.has(payment.endToEndId))
  return document('urn:iso:std:iso:20022:tech:xsd:pain.002.001.10', {
    CstmrPmtStsRpt: {
      GrpHdr: { MsgId: status.messageId, CreDtTm: status.createdAt },
      OrgnlGrpInfAndSts: {
        OrgnlMsgId: status.originalMessageId,
        OrgnlMsgNmId: status.originalVersion ?? 'pain.001',
        OrgnlNbOfTxs: status.transfer ? payments.length : undefined,
        GrpSts: everything ? 'RJCT' : status.refusals.size > 0 ? 'PART' : 'ACSP',
        StsRsnInf: status.fileRefusal ? reason(status.fileRefusal) : undefined,
      },
      OrgnlPmtInfAndSts: status.fileRefusal ? [] : (status.transfer?.blocks ?? []).map((block) => blockStatus(block, status.refusals)),
    },
  })
}

function blockStatus(block: CreditTransfer['blocks'][number], refusals: Status['refusals']): Tree {
  const refused = block.payments.filter((payment) => refusals.has(payment.endToEndId)).length
  const status = refused === 0 ? 'ACSP' : refused === block.payments.length ? 'RJCT' : 'PART'
  const transactions = block.payments.flatMap((payment) => paymentStatus(payment, refusals.get(payment.endToEndId)))
  return { OrgnlPmtInfId: block.paymentInformationId, OrgnlNbOfTxs: block.payments.length, PmtInfSts: status, TxInfAndSts: transactions }
}

/** RVMC: the name is only nearly that of the account's owner (verification of payee); it is paid all the same. */
function paymentStatus(payment: Payment, refusal: Refusal | undefined): Tree[] {
  const original = { OrgnlInstrId: payment.instructionId, OrgnlEndToEndId: payment.endToEndId }
  if (refusal) return [{ ...original, TxSts: 'RJCT', StsRsnInf: reason(refusal) }]
  return oddityOf(payment) === 'name-nearly' ? [{ ...original, TxSts: 'RVMC' }] : []
}

const reason = (refusal: Refusal): Tree => ({ Rsn: { Cd: refusal.code }, AddtlInf: refusal.text ?? undefined })
