/** Payment files out: pain.001.001.09 as SEPA banks accept it (EPC132-08; amounts, counts and lengths as the German DK schema has them). */
import { XMLBuilder } from 'fast-xml-parser'
import { decimalOf } from '@/events/money'
import { idProblem, sepaText } from './charset'
import { controlSum, sumsOf } from './control-sum'
import type { Creditor, CreditTransfer, Payment, PaymentBlock } from './credit-transfer'
import { looksLikeIban } from './iban'

const PAIN_001_NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

/** The ISO schema allows 140; SEPA does not. */
export const NAME_CHARACTERS_MAX = 70
export const REMITTANCE_CHARACTERS_MAX = 140
/** 999,999,999.99 euros. */
export const SEPA_AMOUNT_MINOR_MAX = 99_999_999_999n

export type PaymentFile = {
  xml: string
  /** Payments in the file. */
  count: number
  sums: { currency: string; amountMinor: bigint; payments: number }[]
}

type Tree = { [element: string]: string | number | Tree | Tree[] | undefined }

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', processEntities: true })

/**
 * Writes a payment file. The same values give the same bytes. Names and texts are written in the SEPA character set and cut to length;
 * identifiers are written as they are, because the bank's answers are matched by them.
 * @throws RangeError when the values cannot make a valid file: an id that breaks the rules or stands twice, no payments, an amount out of bounds,
 *   anything but euros by SEPA.
 */
export function buildPain001(transfer: CreditTransfer): PaymentFile {
  refuseInvalid(transfer)
  const payments = transfer.blocks.flatMap((block) => block.payments)
  const tree: Tree = {
    Document: {
      '@xmlns': PAIN_001_NAMESPACE,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: transfer.messageId,
          CreDtTm: transfer.createdAt,
          NbOfTxs: payments.length,
          CtrlSum: controlSum(payments),
          InitgPty: { Nm: name(transfer.initiatingParty) },
        },
        PmtInf: transfer.blocks.map(paymentInformation),
      },
    },
  }
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(tree)}\n`, count: payments.length, sums: sumsOf(payments) }
}

function paymentInformation(block: PaymentBlock): Tree {
  const sepa = block.rail === 'sepa'
  const type: Tree = { SvcLvl: sepa ? { Cd: 'SEPA' } : undefined, CtgyPurp: block.salary ? { Cd: 'SALA' } : undefined }
  return {
    PmtInfId: block.paymentInformationId,
    PmtMtd: 'TRF',
    BtchBookg: String(block.batchBooking),
    NbOfTxs: block.payments.length,
    CtrlSum: controlSum(block.payments),
    PmtTpInf: sepa || block.salary ? type : undefined,
    ReqdExctnDt: { Dt: block.executionDate },
    Dbtr: { Nm: name(block.debtor.name) },
    DbtrAcct: account(block.debtor.account, looksLikeIban(block.debtor.account)),
    DbtrAgt: agent(block.debtor.bic),
    ChrgBr: sepa ? 'SLEV' : 'SHAR',
    CdtTrfTxInf: block.payments.map(transaction),
  }
}

function transaction(payment: Payment): Tree {
  const { creditor } = payment
  const remittance = payment.remittance === null ? '' : sepaText(payment.remittance, REMITTANCE_CHARACTERS_MAX)
  return {
    PmtId: { InstrId: payment.instructionId, EndToEndId: payment.endToEndId },
    Amt: { InstdAmt: { '@Ccy': payment.currency, '#text': decimalOf(payment.amountMinor, payment.currency) } },
    CdtrAgt: creditor.bic === null ? undefined : agent(creditor.bic),
    Cdtr: { Nm: name(creditor.name), PstlAdr: address(creditor) },
    CdtrAcct: account(creditor.account, creditor.accountKind === 'iban'),
    RmtInf: remittance === '' ? undefined : { Ustrd: remittance },
  }
}

/** A name of which nothing can be written still needs one character. */
const name = (text: string): string => sepaText(text, NAME_CHARACTERS_MAX) || '.'

const account = (number: string, isIban: boolean): Tree => ({ Id: isIban ? { IBAN: number } : { Othr: { Id: number } } })

const agent = (bic: string): Tree => ({ FinInstnId: { BICFI: bic } })

/** Town and country, or nothing: banks refuse an address that has less (EPC, wholly unstructured addresses). */
function address(creditor: Creditor): Tree | undefined {
  const town = creditor.town === undefined ? '' : sepaText(creditor.town, 35)
  return town === '' ? undefined : { TwnNm: town, Ctry: creditor.country }
}

function refuseInvalid(transfer: CreditTransfer): void {
  refuseId('message id', transfer.messageId, new Set())
  if (transfer.blocks.length === 0) throw new RangeError('a payment file needs at least one block')
  const blockIds = new Set<string>()
  const endToEndIds = new Set<string>()
  for (const block of transfer.blocks) {
    refuseId('payment information id', block.paymentInformationId, blockIds)
    if (block.payments.length === 0) throw new RangeError(`block ${block.paymentInformationId} has no payments`)
    if (block.rail === 'sepa' && block.currency !== 'EUR')
      throw new RangeError(`block ${block.paymentInformationId}: SEPA carries euros only`)
    for (const payment of block.payments) {
      refuseId('end-to-end id', payment.endToEndId, endToEndIds)
      const problem = idProblem(payment.instructionId)
      if (problem) throw new RangeError(`the instruction id ${payment.instructionId} ${problem}`)
      if (payment.currency !== block.currency)
        throw new RangeError(`${payment.endToEndId} is in ${payment.currency}, its block in ${block.currency}`)
      if (payment.amountMinor < 1n || (block.rail === 'sepa' && payment.amountMinor > SEPA_AMOUNT_MINOR_MAX))
        throw new RangeError(`the amount of ${payment.endToEndId} is out of bounds`)
    }
  }
}

function refuseId(what: string, id: string, seen: Set<string>): void {
  const problem = idProblem(id)
  if (problem) throw new RangeError(`the ${what} ${id} ${problem}`)
  if (seen.has(id)) throw new RangeError(`the ${what} ${id} stands twice in the file`)
  seen.add(id)
}
