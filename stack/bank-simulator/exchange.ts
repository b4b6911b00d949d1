/** What a payment in another currency takes from the account that pays it, and at what rate. Invented rates of a plausible size. */
import { exponentOf } from '@/events/money'

/** How much of a currency the simulated banks give for a euro, in ten-thousandths. */
const PER_EURO: Readonly<Record<string, bigint>> = {
  PLN: 42_646n,
  GBP: 8_412n,
  USD: 10_893n,
  CHF: 9_455n,
  SEK: 114_310n,
  JPY: 1_632_700n,
  KWD: 3_341n,
  INR: 918_540n,
  BRL: 61_230n,
  SGD: 14_402n,
  AED: 40_010n,
}

const SCALE = 10_000n

export type Exchanged = { amountMinor: bigint; currency: 'EUR'; rate: string }

/** In euros, rounded half up; null for a currency that is changed by nobody. */
export function inEuros(amountMinor: bigint, currency: string): Exchanged | null {
  const perEuro = PER_EURO[currency]
  if (perEuro === undefined) return null
  const divisor = perEuro * 10n ** BigInt(exponentOf(currency))
  const cents = (2n * amountMinor * SCALE * 100n + divisor) / (2n * divisor)
  const rate = `${perEuro / SCALE}.${String(perEuro % SCALE).padStart(4, '0')}`
  return cents > 0n ? { amountMinor: cents, currency: 'EUR', rate } : null
}
