/** How a simulated bank answers: some notify of each payment, some send statements, and who asks for batch booking gets one line per block. */
import type { PaymentBlock } from '@/iso20022/credit-transfer'

export type BookingKind = 'camt.053' | 'camt.054'

/** Banks that send a statement in place of notifications, by the bank's and country's letters of the BIC. */
const STATEMENT_BANKS: ReadonlySet<string> = new Set(['ABNANL', 'RABONL'])

export const bookingKindOf = (bic: string): BookingKind => (STATEMENT_BANKS.has(bic.slice(0, 6)) ? 'camt.053' : 'camt.054')

/** Banks that book a payment in its own currency and charge in it, as for an account that is kept in several; by the letters of the BIC. */
const OWN_CURRENCY_BANKS: ReadonlySet<string> = new Set(['INGDDE', 'RABONL'])

/** Whether a payment is booked in what it takes from the account, a euro account, with its charge inside. That is the usual case. */
export const isBookedInEuros = ({ debtor, currency }: PaymentBlock): boolean =>
  currency !== 'EUR' && EURO_COUNTRIES.has(debtor.account.slice(0, 2)) && !OWN_CURRENCY_BANKS.has(debtor.bic.slice(0, 6))

const EURO_COUNTRIES: ReadonlySet<string> = new Set(['DE', 'NL', 'FR', 'ES', 'IT', 'AT', 'BE', 'IE', 'PT', 'FI', 'LU'])

/** One line for the whole block, which names no payment. Payments to other countries' systems are booked one by one whatever was asked. */
export const isBookedAsOne = ({ batchBooking, rail }: PaymentBlock): boolean => batchBooking && rail === 'sepa'
