/** What a payment file cannot carry: refused before a byte of it is written, because a bank would refuse all of it. */

import { isRoutingNumber, nationalAccountOf } from '@/accounts/clearing'
import { ACCOUNT_CHARACTERS_MAX, looksLikeIban } from '@/accounts/iban'
import { ITEMS_AT_ONCE, type Work } from '@/platform/in-turns'
import { idProblem } from './charset'
import { controlSum } from './control-sum'
import type { Creditor, CreditTransfer, Payment, PaymentBlock } from './credit-transfer'
import type { PainVersion } from './file-format'

/** 999,999,999.99 euros. */
export const SEPA_AMOUNT_MINOR_MAX = 99_999_999_999n
/** ISO 20022 amounts and control sums have at most 18 digits. */
const DIGITS_MAX = 18
const AMOUNT_MINOR_MAX = 10n ** BigInt(DIGITS_MAX) - 1n

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/
const ACCOUNT_NUMBER = new RegExp(`^[A-Za-z0-9/?:().,'+-]{1,${ACCOUNT_CHARACTERS_MAX}}$`)
/** The BICs that each version's schema has room for: the older one takes letters first. */
export const BIC: Readonly<Record<PainVersion, RegExp>> = {
  'pain.001.001.09': /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/,
  'pain.001.001.03': /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/,
}

/** @throws RangeError that names what is wrong. */
export function* refuseInvalid(transfer: CreditTransfer, version: PainVersion): Work {
  refuseId('message id', transfer.messageId)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(transfer.createdAt))
    throw new RangeError(`${transfer.createdAt} is not a time in UTC`)
  if (transfer.blocks.length === 0) throw new RangeError('a payment file needs at least one block')
  const blockIds = new Set<string>()
  const endToEndIds = new Set<string>()
  for (const block of transfer.blocks) {
    refuseId('payment information id', block.paymentInformationId, blockIds)
    refuseBlock(block, version)
    for (const [index, payment] of block.payments.entries()) {
      if (index % ITEMS_AT_ONCE === 0) yield
      refuseId('end-to-end id', payment.endToEndId, endToEndIds)
      refuseId('instruction id', payment.instructionId)
      refusePayment(payment, block, version)
    }
  }
  if (controlSum(transfer.blocks.flatMap((block) => block.payments)).replace('.', '').length > DIGITS_MAX)
    throw new RangeError(`the amounts of ${transfer.messageId} add up to more than a control sum can hold`)
}

function refuseBlock(block: PaymentBlock, version: PainVersion): void {
  const { paymentInformationId: id, debtor } = block
  if (block.payments.length === 0) throw new RangeError(`payment group ${id} has no payments`)
  if (block.rail === 'sepa' && block.currency !== 'EUR') throw new RangeError(`payment group ${id}: SEPA only pays euros`)
  if (!/^\d{4}-\d\d-\d\d$/.test(block.executionDate)) throw new RangeError(`block ${id}: ${block.executionDate} is not a date`)
  refuseAccount(`block ${id}`, debtor.account, looksLikeIban(debtor.account))
  refuseBic(`block ${id}`, debtor.bic, version)
}

function refusePayment(payment: Payment, { rail, currency }: PaymentBlock, version: PainVersion): void {
  const { endToEndId: id, amountMinor, creditor } = payment
  if (payment.currency !== currency) throw new RangeError(`${id} is in ${payment.currency}, its block in ${currency}`)
  if (amountMinor < 1n || amountMinor > (rail === 'sepa' ? SEPA_AMOUNT_MINOR_MAX : AMOUNT_MINOR_MAX))
    throw new RangeError(`the amount of ${id} is out of bounds`)
  const isIban = creditor.accountKind === 'iban'
  refuseAccount(id, creditor.account, isIban)
  if (creditor.bic !== null) refuseBic(id, creditor.bic, version)
  else if (!isIban && !hasNationalCode(creditor))
    throw new RangeError(`${id}: an account number needs the BIC or the national code of its bank`)
  if (rail === 'sepa' && !isIban) throw new RangeError(`${id}: SEPA pays to IBANs only`)
}

/** Six digits and eight in GB, nine with a check digit and up to 17 characters in US. */
function hasNationalCode({ account, country }: Creditor): boolean {
  const national = nationalAccountOf(account, country)
  if (national?.system === 'GBDSC') return /^\d{14}$/.test(account)
  return national !== null && isRoutingNumber(national.bankCode) && /^[A-Z0-9]{4,17}$/.test(national.number)
}

function refuseAccount(where: string, account: string, isIban: boolean): void {
  if (!(isIban ? IBAN : ACCOUNT_NUMBER).test(account))
    throw new RangeError(`${where}: a file cannot carry the account ending in ${account.slice(-4)}`)
}

function refuseBic(where: string, bic: string, version: PainVersion): void {
  if (!BIC[version].test(bic)) throw new RangeError(`${where}: ${version} cannot carry the BIC ${bic}`)
}

function refuseId(what: string, id: string, seen?: Set<string>): void {
  const problem = idProblem(id)
  if (problem) throw new RangeError(`the ${what} ${id} ${problem}`)
  if (seen?.has(id)) throw new RangeError(`the ${what} ${id} is in the file twice`)
  seen?.add(id)
}
