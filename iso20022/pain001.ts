/** Payment files out: pain.001 as banks accept it (EPC132-08; amounts, counts and lengths as the German DK schema has them). */

import { nationalAccountOf } from '@/accounts/clearing'
import { looksLikeIban } from '@/accounts/iban'
import { decimalOf } from '@/events/money'
import { atOnce, ITEMS_AT_ONCE, type Work } from '@/platform/in-turns'
import { NAME_CHARACTERS_MAX, sepaText } from './charset'
import { controlSum, sumsOf } from './control-sum'
import type { Creditor, CreditTransfer, Debtor, Payment, PaymentBlock } from './credit-transfer'
import type { FileFormat } from './file-format'
import { refuseInvalid } from './pain001-limits'

export { SEPA_AMOUNT_MINOR_MAX } from './pain001-limits'

export const REMITTANCE_CHARACTERS_MAX = 140
export const TOWN_CHARACTERS_MAX = 35

export type PaymentFile = {
  xml: string
  /** Payments in the file. */
  count: number
  sums: { currency: string; amountMinor: bigint; payments: number }[]
}

/** Writes a payment file at once, see `pain001`. */
export const buildPain001 = (transfer: CreditTransfer, format: FileFormat): PaymentFile => atOnce(pain001(transfer, format))

/**
 * Writes a payment file. The same values give the same bytes. Names and texts are written in the SEPA character set and cut to length;
 * identifiers are written as they are, because the bank's answers are matched by them.
 * @throws RangeError when the values cannot make a valid file: an id that breaks the rules or stands twice, no payments, an amount out of bounds,
 *   an account or BIC that the version cannot carry, anything but euros to IBANs by SEPA.
 */
export function* pain001(transfer: CreditTransfer, format: FileFormat): Work<PaymentFile> {
  yield* refuseInvalid(transfer, format.version)
  const payments = transfer.blocks.flatMap((block) => block.payments)
  const write = writerOf(format)
  const header =
    text('MsgId', transfer.messageId) +
    text('CreDtTm', transfer.createdAt) +
    counts(payments) +
    element('InitgPty', text('Nm', write.name(transfer.initiatingParty)))
  const pieces = [
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${format.version}"><CstmrCdtTrfInitn>`,
    element('GrpHdr', header),
  ]
  for (const block of transfer.blocks) {
    pieces.push('<PmtInf>', blockHead(block, write))
    // Joined as they come: strings that are put together keep all of their parts until they are joined, about 2 kB a payment.
    for (let from = 0; from < block.payments.length; from += ITEMS_AT_ONCE) {
      const some = block.payments.slice(from, from + ITEMS_AT_ONCE)
      pieces.push(some.map((payment) => transaction(payment, write)).join(''))
      yield
    }
    pieces.push('</PmtInf>')
  }
  pieces.push('</CstmrCdtTrfInitn></Document>\n')
  return { xml: pieces.join(''), count: payments.length, sums: sumsOf(payments) }
}

type Writer = ReturnType<typeof writerOf>

/** What the format decides: texts, addresses, and the two elements that were renamed after version .03. */
function writerOf({ version, umlauts, addresses }: FileFormat) {
  const old = version === 'pain.001.001.03'
  const written = (from: string, charactersMax: number): string => sepaText(from, charactersMax, umlauts)
  // A name of which nothing can be written still needs one character.
  const name = (from: string): string => written(from, NAME_CHARACTERS_MAX) || '.'
  return {
    name,
    remittance: (from: string | null): string => (from === null ? '' : written(from, REMITTANCE_CHARACTERS_MAX)),
    party: (party: Debtor | Creditor): string => {
      const town = addresses && party.town !== undefined ? written(party.town, TOWN_CHARACTERS_MAX) : ''
      if (town === '') return text('Nm', name(party.name))
      const part = (tag: string, value: string | undefined, charactersMax: number): string => {
        const said = value === undefined ? '' : written(value, charactersMax)
        return said === '' ? '' : text(tag, said)
      }
      const street = 'street' in party ? part('StrtNm', party.street, 70) + part('BldgNb', party.buildingNumber, 16) : ''
      const postCode = 'postCode' in party ? part('PstCd', party.postCode, 16) : ''
      return text('Nm', name(party.name)) + element('PstlAdr', street + postCode + text('TwnNm', town) + text('Ctry', party.country))
    },
    date: (day: string): string => (old ? escaped(day) : text('Dt', day)),
    agent: (bic: string): string => element('FinInstnId', text(old ? 'BIC' : 'BICFI', bic)),
  }
}

function blockHead(block: PaymentBlock, write: Writer): string {
  const sepa = block.rail === 'sepa'
  const type = (sepa ? '<SvcLvl><Cd>SEPA</Cd></SvcLvl>' : '') + (block.salary ? '<CtgyPurp><Cd>SALA</Cd></CtgyPurp>' : '')
  const { debtor } = block
  return (
    text('PmtInfId', block.paymentInformationId) +
    text('PmtMtd', 'TRF') +
    text('BtchBookg', String(block.batchBooking)) +
    counts(block.payments) +
    (type === '' ? '' : element('PmtTpInf', type)) +
    element('ReqdExctnDt', write.date(block.executionDate)) +
    element('Dbtr', write.party(debtor)) +
    element('DbtrAcct', account(debtor.account, looksLikeIban(debtor.account))) +
    element('DbtrAgt', write.agent(debtor.bic)) +
    text('ChrgBr', sepa ? 'SLEV' : 'SHAR')
  )
}

function transaction(payment: Payment, write: Writer): string {
  const { creditor, currency } = payment
  const { agent, number } = bankOf(creditor, write)
  const remittance = write.remittance(payment.remittance)
  return element(
    'CdtTrfTxInf',
    element('PmtId', text('InstrId', payment.instructionId) + text('EndToEndId', payment.endToEndId)) +
      `<Amt><InstdAmt Ccy="${currency}">${decimalOf(payment.amountMinor, currency)}</InstdAmt></Amt>` +
      (agent === '' ? '' : element('CdtrAgt', agent)) +
      element('Cdtr', write.party(creditor)) +
      element('CdtrAcct', account(number, creditor.accountKind === 'iban')) +
      (remittance === '' ? '' : element('RmtInf', text('Ustrd', remittance))),
  )
}

/** The creditor's bank by its BIC, or by its national code, which is the beginning of the number then; an IBAN says its bank itself. */
function bankOf({ account, accountKind, bic, country }: Creditor, write: Writer): { agent: string; number: string } {
  if (bic !== null) return { agent: write.agent(bic), number: account }
  const national = accountKind === 'number' ? nationalAccountOf(account, country) : null
  if (national === null) return { agent: '', number: account }
  const member = element('ClrSysId', text('Cd', national.system)) + text('MmbId', national.bankCode)
  return { agent: element('FinInstnId', element('ClrSysMmbId', member)), number: national.number }
}

const counts = (payments: readonly Payment[]): string => text('NbOfTxs', String(payments.length)) + text('CtrlSum', controlSum(payments))

const account = (number: string, isIban: boolean): string =>
  element('Id', isIban ? text('IBAN', number) : element('Othr', text('Id', number)))

/** An element around markup. */
const element = (name: string, content: string): string => `<${name}>${content}</${name}>`

/** An element around text. */
const text = (name: string, value: string): string => element(name, escaped(value))

/** Nothing that comes here has markup in it, the SEPA character set has none; that this stays so is not left to chance. */
const escaped = (value: string): string =>
  /[&<>]/.test(value) ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : value
