/** What the simulated bank gets wrong, or leaves unclear, with a payment it makes: only for accounts that ask for it by their last digits. */
import type { Payment } from '@/iso20022/credit-transfer'

export type Oddity = 'booked-twice' | 'other-amount' | 'comes-back-unmarked' | 'comes-back' | 'name-nearly'

export const ODD_ENDINGS: Readonly<Record<string, Oddity>> = {
  '40002': 'booked-twice',
  '40005': 'other-amount',
  '40007': 'comes-back-unmarked',
  '40009': 'comes-back',
  '40043': 'name-nearly',
}

export function oddityOf({ creditor }: Payment): Oddity | null {
  const ending = creditor.account.slice(-5)
  return Object.hasOwn(ODD_ENDINGS, ending) ? (ODD_ENDINGS[ending] ?? null) : null
}
