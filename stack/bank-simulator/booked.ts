/** What the simulated bank has done with the accounts it keeps. */
import type { PaymentBlock } from '@/iso20022/credit-transfer'
import type { Exchanged } from './exchange'

export type Paid = {
  instructionId: string
  endToEndId: string
  amountMinor: bigint
  currency: string
  bankReference: string
  chargeMinor: bigint
  /** What it took from an account in another currency, without the charge, which is in that currency then and within what is booked. */
  onAccount?: Exchanged
}

/** What the account is debited with: in another currency than the payment's with the charge inside, else without it. */
export const movedBy = ({ amountMinor, currency, chargeMinor, onAccount }: Paid): { amountMinor: bigint; currency: string } =>
  onAccount ? { amountMinor: onAccount.amountMinor + chargeMinor, currency: onAccount.currency } : { amountMinor, currency }

export type BookedBlock = { block: PaymentBlock; entryReference: string; bankReference: string; paid: readonly Paid[] }

/** An entry beside those of the blocks: a payment once more, money that comes in, what the bank takes for itself. */
export type OtherEntry = {
  reference: string
  direction: 'debit' | 'credit'
  amountMinor: bigint
  currency: string
  account: string
  /** Null where the bank names no payment, as with all that did not come from a payment file. */
  endToEndId: string | null
  /** What comes back as a return, less a charge. */
  returned?: { reason: string; chargeMinor: bigint }
  /** Who stands on the other side. */
  name: string
  text: string
}
