/** How a simulated bank answers: some notify of each payment, some send statements, and who asks for batch booking gets one line per block. */
import type { PaymentBlock } from '@/bank/credit-transfer'

export type BookingKind = 'camt.053' | 'camt.054'

/** Banks that send a statement in place of notifications, by the bank's and country's letters of the BIC. */
const STATEMENT_BANKS: ReadonlySet<string> = new Set(['ABNANL', 'RABONL'])

export const bookingKindOf = (bic: string): BookingKind => (STATEMENT_BANKS.has(bic.slice(0, 6)) ? 'camt.053' : 'camt.054')

/** One line for the whole block, which names no payment. Payments to other countries' systems are booked one by one whatever was asked. */
export const isBookedAsOne = ({ batchBooking, rail }: PaymentBlock): boolean => batchBooking && rail === 'sepa'
