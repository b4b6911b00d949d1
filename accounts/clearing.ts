/** Accounts that are a number beside a national bank code: sort codes (GB) and routing numbers (US). */

/** A national code and its system (ISO 20022 external clearing system identification). */
export type NationalAccount = { system: 'GBDSC' | 'USABA'; bankCode: string; number: string }

const CODE_DIGITS = { GB: { system: 'GBDSC', digits: 6 }, US: { system: 'USABA', digits: 9 } } as const

/**
 * An account number without a BIC is stored as one text, the bank's national code first: the same number at two banks is two accounts.
 * @returns its two parts, or null where `country` has no such codes.
 */
export function nationalAccountOf(account: string, country: string): NationalAccount | null {
  if (country !== 'GB' && country !== 'US') return null
  const { system, digits } = CODE_DIGITS[country]
  return { system, bankCode: account.slice(0, digits), number: account.slice(digits) }
}

/** Whether a US routing number's check digit is right (ABA: weights 3, 7, 1, a multiple of ten). */
export function isRoutingNumber(code: string): boolean {
  if (!/^\d{9}$/.test(code) || /^0{9}$/.test(code)) return false
  return [...code].reduce((sum, digit, i) => sum + Number(digit) * ([3, 7, 1][i % 3] ?? 0), 0) % 10 === 0
}
