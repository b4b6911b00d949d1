/** Values as a terminal shows them. */
import { formatMinor } from '@/events/money'

/** "3,412.60 EUR" */
export const amount = (minor: string | bigint | null, currency: string | null): string | null =>
  minor === null || currency === null ? null : `${formatMinor(minor, currency)} ${currency}`

/** "3,412.60 EUR (2), 10,000 JPY (1)": sums with the number of payouts. */
export const sums = (totals: readonly { amountMinor: string; currency: string; payouts: number }[]): string =>
  totals.map(({ amountMinor, currency, payouts }) => `${amount(amountMinor, currency)} (${payouts})`).join(', ')

/** "2026-11-30 09:15 UTC" */
export const time = (iso: string | null): string | null => iso && `${iso.slice(0, 16).replace('T', ' ')} UTC`
