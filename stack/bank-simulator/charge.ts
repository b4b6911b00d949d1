/** What the simulated bank takes for a payment. Invented prices of a plausible size. */

import type { Rail } from '@/accounts/rail'
import { exponentOf } from '@/events/money'
import type { Payment } from '@/iso20022/credit-transfer'

/** Minor units. */
const SEPA_CHARGE_MINOR = 14n

/** The price of a SWIFT payment in minor units, before the corridor. */
const SWIFT_CHARGE_MINOR: Readonly<Record<string, bigint>> = {
  EUR: 1_250n,
  USD: 1_400n,
  GBP: 1_000n,
  CHF: 1_200n,
  JPY: 1_800n,
  KWD: 3_500n,
  INR: 95_000n,
  BRL: 6_500n,
  PLN: 4_500n,
  SEK: 12_000n,
  SGD: 1_700n,
  AED: 4_800n,
}
/** Whole units, for every other currency. */
const OTHER_SWIFT_CHARGE = 15n

/** Percent of that price by where the money goes; what is nearer to the banks' own networks is cheaper. */
const CORRIDOR_PERCENT: Readonly<Record<string, bigint>> = {
  GB: 70n,
  CH: 75n,
  US: 90n,
  PL: 80n,
  SE: 80n,
  SG: 110n,
  JP: 120n,
  IN: 130n,
  AE: 135n,
  KW: 145n,
  BR: 160n,
}
const OTHER_CORRIDOR_PERCENT = 115n
const WITHIN_COUNTRY_PERCENT = 30n

/** The charge in minor units of `currency`, the payment's or its account's. `from` is the country of the paying account. */
export function chargeOf(payment: Payment, rail: Rail, from: string, currency: string): bigint {
  if (rail === 'sepa') return SEPA_CHARGE_MINOR
  const { creditor } = payment
  const price = SWIFT_CHARGE_MINOR[currency] ?? OTHER_SWIFT_CHARGE * 10n ** BigInt(exponentOf(currency))
  const percent = from === creditor.country ? WITHIN_COUNTRY_PERCENT : (CORRIDOR_PERCENT[creditor.country] ?? OTHER_CORRIDOR_PERCENT)
  return (price * percent) / 100n
}
