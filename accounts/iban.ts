/** Account numbers: reading, checking and showing them. */
import { ibanShapeOf, isCountry } from './countries'

export type IbanProblem = 'country' | 'length' | 'characters' | 'checksum'

type Shape = { length: number; bban: RegExp }

/** The longest account number ISO 20022 carries (Max34Text). */
export const ACCOUNT_CHARACTERS_MAX = 34

/** Whether the (normalised) text begins as IBANs do: two letters and two digits. */
export function looksLikeIban(account: string): boolean {
  return /^[A-Z]{2}\d{2}/.test(account)
}

/**
 * Checks a normalised IBAN: country, length, structure and checksum (ISO 13616, ISO 7064 mod 97-10).
 * National check digits inside the number are left to the banks: several countries hold valid accounts that break them.
 * @returns null when it is right.
 */
export function ibanProblem(iban: string): IbanProblem | null {
  const shape = shapeOf(iban.slice(0, 2))
  if (!shape) return 'country'
  if (iban.length !== shape.length) return 'length'
  if (!/^\d\d$/.test(iban.slice(2, 4)) || !shape.bban.test(iban.slice(4))) return 'characters'
  return CHECK_DIGITS.test(iban) && remainder97(iban) === 1 ? null : 'checksum'
}

/** How many characters an IBAN of this country has; null where there is none. */
export function ibanLength(country: string): number | null {
  return shapeOf(country)?.length ?? null
}

/** An account as screens show it: the first two and last four characters of it. "ES•••• 1332" */
export function maskAccount(account: string): string {
  return looksLikeIban(account) ? `${account.slice(0, 2)}•••• ${lastFour(account)}` : `•••• ${lastFour(account)}`
}

/** The last four characters, the only ones that leave the ledger. */
export function lastFour(account: string): string {
  return account.slice(-4)
}

/** 02 to 98: 00, 01 and 99 leave the same remainder as 97, 98 and 02, which alone are ever issued (ISO 13616-1, 98 minus the remainder). */
const CHECK_DIGITS = /^..(?!00|01|99)/

// Compiled once per country: the library compiles the pattern on every call, which 100,000 rows would feel.
const shapes = new Map<string, Shape | null>()

function shapeOf(country: string): Shape | null {
  const known = shapes.get(country)
  if (known !== undefined) return known
  const found = ibanShapeOf(country)
  const shape = found && { length: found.length, bban: new RegExp(found.bban) }
  // Only countries are remembered, so that a file of nonsense cannot fill the map.
  if (isCountry(country)) shapes.set(country, shape)
  return shape
}

/** The number behind an IBAN (country and check digits moved to its end, A = 10 … Z = 35) modulo 97. */
function remainder97(iban: string): number {
  let remainder = 0
  for (let i = 0; i < iban.length; i++) {
    const code = iban.charCodeAt((i + 4) % iban.length)
    remainder = code <= 57 ? (remainder * 10 + code - 48) % 97 : (remainder * 100 + code - 55) % 97
  }
  return remainder
}
