/** The bank's status report, pain.002.001.10. */
import type { CreditTransfer } from '@/bank/credit-transfer'
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

/** Names only the payments that are refused, as many banks do. */
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
  const transactions: Tree[] = []
  for (const payment of block.payments) {
    const refusal = refusals.get(payment.endToEndId)
    if (!refusal) continue
    transactions.push({
      OrgnlInstrId: payment.instructionId,
      OrgnlEndToEndId: payment.endToEndId,
      TxSts: 'RJCT',
      StsRsnInf: reason(refusal),
    })
  }
  const status = transactions.length === 0 ? 'ACSP' : transactions.length === block.payments.length ? 'RJCT' : 'PART'
  return { OrgnlPmtInfId: block.paymentInformationId, OrgnlNbOfTxs: block.payments.length, PmtInfSts: status, TxInfAndSts: transactions }
}

const reason = (refusal: Refusal): Tree => ({ Rsn: { Cd: refusal.code }, AddtlInf: refusal.text ?? undefined })
