/** Countries as payments see them: who is in SEPA, and whose IBANs a territory uses. */
import { getCountrySpecifications } from 'ibantools'

const SPECIFICATIONS = getCountrySpecifications()

/** The day of the list of SEPA countries below. */
export const SEPA_LIST_OF = '2026-01-01'

/**
 * SEPA as of 1 January 2026, 41 countries (EPC409-09). Our own list: libraries lag behind
 * (ibantools 4.5.4 lacks AL, MD, ME, MK and RS).
 */
const SEPA_2026 = new Set(
  ('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK ' + 'IS LI NO CH GB AD MC SM VA AL ME MD MK RS').split(
    ' ',
  ),
)

/** Territories inside SEPA that EPC409-09 lists under their country. */
const SEPA_TERRITORIES = new Set('AX BL GF GG GI GP IM JE MF MQ PM RE YT'.split(' '))

/** Territories whose accounts carry another country's IBAN (SWIFT IBAN registry, release 99). */
const IBAN_OF_TERRITORY: Readonly<Record<string, string>> = {
  AX: 'FI',
  GG: 'GB',
  IM: 'GB',
  JE: 'GB',
  SJ: 'NO',
  BL: 'FR',
  GF: 'FR',
  GP: 'FR',
  MF: 'FR',
  MQ: 'FR',
  NC: 'FR',
  PF: 'FR',
  PM: 'FR',
  RE: 'FR',
  TF: 'FR',
  WF: 'FR',
  YT: 'FR',
}

/** Structures that the library has narrower or wider than the SWIFT IBAN registry, and of Ivory Coast and Guinea-Bissau, which are in no registry. */
const BBAN_CORRECTIONS: Readonly<Record<string, string>> = {
  BY: '^[A-Z0-9]{4}[0-9]{4}[A-Z0-9]{16}$',
  CI: '^[A-Z]{2}[0-9]{22}$',
  DO: '^[A-Z0-9]{4}[0-9]{20}$',
  GE: '^[A-Z]{2}[0-9]{16}$',
  GW: '^[A-Z0-9]{2}[0-9]{19}$',
  IE: '^[A-Z]{4}[0-9]{14}$',
  PK: '^[A-Z]{4}[A-Z0-9]{16}$',
  PS: '^[A-Z]{4}[A-Z0-9]{21}$',
  TR: '^[0-9]{6}[A-Z0-9]{16}$',
  VG: '^[A-Z]{4}[0-9]{16}$',
}

/** Whether `code` is an ISO 3166 country (or XK, as banks write Kosovo). */
export function isCountry(code: string): boolean {
  return Object.hasOwn(SPECIFICATIONS, code)
}

/** Whether an account in this country can be reached by a SEPA credit transfer (list of 2026). */
export function isSepaCountry(code: string): boolean {
  return SEPA_2026.has(code) || SEPA_TERRITORIES.has(code)
}

/** The country whose letters begin the IBANs of `code`: "FR" for Réunion, the country itself otherwise. */
export function ibanCountryOf(code: string): string {
  return IBAN_OF_TERRITORY[code] ?? code
}

/** Whether accounts in this country have IBANs and are given by them (those of the SWIFT registry). */
export function usesIbans(code: string): boolean {
  return SPECIFICATIONS[ibanCountryOf(code)]?.IBANRegistry === true
}

/** Length and structure of a country's IBANs (the part after the four leading characters); null where it has none. */
export function ibanShapeOf(country: string): { length: number; bban: string } | null {
  const found = isCountry(country) ? SPECIFICATIONS[country] : undefined
  return found?.chars && found.bban_regexp ? { length: found.chars, bban: BBAN_CORRECTIONS[country] ?? found.bban_regexp } : null
}
