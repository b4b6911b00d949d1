/** Payment files out: pain.001 as banks accept it (EPC132-08; amounts, counts and lengths as the German DK schema has them). */
import { XMLBuilder } from 'fast-xml-parser'
import { decimalOf } from '@/events/money'
import { sepaText } from './charset'
import { controlSum, sumsOf } from './control-sum'
import type { Creditor, CreditTransfer, Debtor, Payment, PaymentBlock } from './credit-transfer'
import type { FileFormat } from './file-format'
import { looksLikeIban } from './iban'
import { refuseInvalid } from './pain001-limits'

export { SEPA_AMOUNT_MINOR_MAX } from './pain001-limits'

/** The ISO schema allows 140; SEPA does not. */
export const NAME_CHARACTERS_MAX = 70
export const REMITTANCE_CHARACTERS_MAX = 140
export const TOWN_CHARACTERS_MAX = 35

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
 *   an account or BIC that the version cannot carry, anything but euros to IBANs by SEPA.
 */
export function buildPain001(transfer: CreditTransfer, format: FileFormat): PaymentFile {
  refuseInvalid(transfer, format.version)
  const payments = transfer.blocks.flatMap((block) => block.payments)
  const write = writerOf(format)
  const tree: Tree = {
    Document: {
      '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${format.version}`,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: transfer.messageId,
          CreDtTm: transfer.createdAt,
          NbOfTxs: payments.length,
          CtrlSum: controlSum(payments),
          InitgPty: { Nm: write.name(transfer.initiatingParty) },
        },
        PmtInf: transfer.blocks.map((block) => paymentInformation(block, write)),
      },
    },
  }
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(tree)}\n`, count: payments.length, sums: sumsOf(payments) }
}

type Writer = ReturnType<typeof writerOf>

/** What the format decides: texts, addresses, and the two elements that were renamed after version .03. */
function writerOf({ version, umlauts, addresses }: FileFormat) {
  const old = version === 'pain.001.001.03'
  const text = (from: string, charactersMax: number): string => sepaText(from, charactersMax, umlauts)
  // A name of which nothing can be written still needs one character.
  const name = (from: string): string => text(from, NAME_CHARACTERS_MAX) || '.'
  return {
    text,
    name,
    party: (party: Debtor | Creditor): Tree => {
      const town = addresses && party.town !== undefined ? text(party.town, TOWN_CHARACTERS_MAX) : ''
      return { Nm: name(party.name), PstlAdr: town === '' ? undefined : { TwnNm: town, Ctry: party.country } }
    },
    date: (day: string): Tree | string => (old ? day : { Dt: day }),
    agent: (bic: string): Tree => ({ FinInstnId: old ? { BIC: bic } : { BICFI: bic } }),
  }
}

function paymentInformation(block: PaymentBlock, write: Writer): Tree {
  const sepa = block.rail === 'sepa'
  const type: Tree = { SvcLvl: sepa ? { Cd: 'SEPA' } : undefined, CtgyPurp: block.salary ? { Cd: 'SALA' } : undefined }
  return {
    PmtInfId: block.paymentInformationId,
    PmtMtd: 'TRF',
    BtchBookg: String(block.batchBooking),
    NbOfTxs: block.payments.length,
    CtrlSum: controlSum(block.payments),
    PmtTpInf: sepa || block.salary ? type : undefined,
    ReqdExctnDt: write.date(block.executionDate),
    Dbtr: write.party(block.debtor),
    DbtrAcct: account(block.debtor.account, looksLikeIban(block.debtor.account)),
    DbtrAgt: write.agent(block.debtor.bic),
    ChrgBr: sepa ? 'SLEV' : 'SHAR',
    CdtTrfTxInf: block.payments.map((payment) => transaction(payment, write)),
  }
}

function transaction(payment: Payment, write: Writer): Tree {
  const { creditor } = payment
  const remittance = payment.remittance === null ? '' : write.text(payment.remittance, REMITTANCE_CHARACTERS_MAX)
  return {
    PmtId: { InstrId: payment.instructionId, EndToEndId: payment.endToEndId },
    Amt: { InstdAmt: { '@Ccy': payment.currency, '#text': decimalOf(payment.amountMinor, payment.currency) } },
    CdtrAgt: creditor.bic === null ? undefined : write.agent(creditor.bic),
    Cdtr: write.party(creditor),
    CdtrAcct: account(creditor.account, creditor.accountKind === 'iban'),
    RmtInf: remittance === '' ? undefined : { Ustrd: remittance },
  }
}

const account = (number: string, isIban: boolean): Tree => ({ Id: isIban ? { IBAN: number } : { Othr: { Id: number } } })
