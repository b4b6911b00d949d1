/** Account numbers of invented people: right in form and checksum, and nobody's. */
import { ibanProblem } from '@/accounts/iban'
import type { Random } from './random'

/** How a country's account is given: an IBAN from a pattern (N a digit, A a letter), or a number with a BIC. */
const IBAN_BODIES: Readonly<Record<string, string>> = {
  DE: 'NNNNNNNNNNNNNNNNNN',
  ES: 'NNNNNNNNNNNNNNNNNNNN',
  PL: 'NNNNNNNNNNNNNNNNNNNNNNNN',
  NL: 'AAAANNNNNNNNNN',
  GB: 'AAAANNNNNNNNNNNNNN',
  KW: 'AAAANNNNNNNNNNNNNNNNNNNNNN',
}
const BANK_LETTERS: Readonly<Record<string, string>> = { NL: 'SMPL', GB: 'SMPL', KW: 'SMPL' }

export type SampleAccount = { account: string; bic: string }

/** An account in `country`. `ending` fixes the last five digits, which the simulated bank may answer in its own way. */
export function sampleAccount(country: string, random: Random, ending = ''): SampleAccount {
  const body = IBAN_BODIES[country]
  if (!body) return { account: random.digits(12 - ending.length) + ending, bic: `SMPL${country}XX` }
  for (;;) {
    const digits = random.digits(body.replace(/A/g, '').length - ending.length) + ending
    const bban = (BANK_LETTERS[country] ?? '') + digits
    const iban = country + checkDigits(country, bban) + bban
    if (ibanProblem(iban) === null) return { account: iban, bic: '' }
  }
}

/** ISO 13616: 98 minus the remainder of the rearranged number by 97. */
function checkDigits(country: string, bban: string): string {
  const digits = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return String(98n - (BigInt(digits) % 97n)).padStart(2, '0')
}
