import type { Paid } from './booked'

/** What the account is debited with: in another currency than the payment's with the charge inside, else without it. */
export const movedBy = ({ amountMinor, currency, chargeMinor, onAccount }: Paid): { amountMinor: bigint; currency: string } =>
  onAccount ? { amountMinor: onAccount.amountMinor + chargeMinor, currency: onAccount.currency } : { amountMinor, currency }
