/** The account of a payroll row, in the way its file writes accounts. */

import { bicCountry, bicProblem, bicServes } from '@/accounts/bic'
import { isRoutingNumber } from '@/accounts/clearing'
import { ibanCountryOf, isCountry, usesIbans } from '@/accounts/countries'
import { ACCOUNT_CHARACTERS_MAX, type IbanProblem, ibanLength, ibanProblem, looksLikeIban } from '@/accounts/iban'
import { normalizeAccount } from '@/events/account'
import type { AccountStyle, MappingField } from './mapping'

export type PayrollAccount = { account: string; accountKind: 'iban' | 'number'; bic: string | null }

export type AccountCells = { account: string; bic: string; sort_code: string; routing_number: string }

type Add = (field: MappingField, reason: string) => void

export const SHORTENED = 'A spreadsheet has shortened this number: format the column as text and enter the whole number.'

/** "1.23E+15" */
export const isShortened = (cell: string): boolean => /^\d([.,]\d+)?E\+?\d+$/i.test(cell.replace(/\s/g, ''))

/** The shortest IBAN (Norway) has 15 characters; what looks like one and is as long is meant as one. */
const SHORTEST_IBAN = 15

/** Reads account, BIC and bank code. `country` is null when the file's own is unusable. Problems go to `add`; null when there was one. */
export function readAccount(cells: AccountCells, style: AccountStyle, country: string | null, add: Add): PayrollAccount | null {
  let sound = true
  const refuse: Add = (field, reason) => {
    sound = false
    add(field, reason)
  }
  const account = withCountry(normalizeAccount(cells.account), country)
  const bic = cells.bic === '' ? null : cells.bic.replace(/\s/g, '').toUpperCase()
  const isIban = meantAsIban(account, country)
  const beside = isIban ? '' : codeOf(cells, style)
  if (account === '') refuse('account', 'The account is empty.')
  else if (isShortened(cells.account)) refuse('account', SHORTENED)
  else if (isIban) checkIban(account, country, refuse)
  else if (style === 'number-sort-code') checkSortCode(beside, account, country, refuse)
  else if (style === 'number-routing') checkRouting(beside, account, country, refuse)
  else checkNumber(account, country, refuse)
  if (bic !== null) checkBic(bic, isIban && isCountry(account.slice(0, 2)) ? account.slice(0, 2) : country, refuse)
  else if (account !== '' && !isIban && beside === '' && !isNational(style) && !(country && usesIbans(country)))
    refuse('bic', 'An account number needs the BIC of its bank.')
  return sound ? { account: beside + account, accountKind: isIban ? 'iban' : 'number', bic: beside === '' ? bic : null } : null
}

const isNational = (style: AccountStyle): boolean => style === 'number-sort-code' || style === 'number-routing'

function codeOf(cells: AccountCells, style: AccountStyle): string {
  if (!isNational(style)) return ''
  return (style === 'number-sort-code' ? cells.sort_code : cells.routing_number).replace(/[\s-]/g, '')
}

/** An IBAN without its country, as Polish banks print it, when the checksum agrees. */
const withCountry = (account: string, country: string | null): string =>
  country !== null && /^\d{2}/.test(account) && usesIbans(country) && ibanProblem(`${ibanCountryOf(country)}${account}`) === null
    ? `${ibanCountryOf(country)}${account}`
    : account

function meantAsIban(account: string, country: string | null): boolean {
  if (!looksLikeIban(account)) return false
  return account.length >= SHORTEST_IBAN || ibanLength(account.slice(0, 2)) !== null || (country !== null && usesIbans(country))
}

function checkIban(iban: string, country: string | null, refuse: Add): void {
  const prefix = iban.slice(0, 2)
  const problem = ibanProblem(iban)
  if (problem) refuse('account', REASONS[problem](iban))
  else if (country !== null && ibanCountryOf(country) !== prefix)
    refuse('account', `This is an IBAN of ${prefix}, but the country is ${country}. The country must be where the account is held.`)
}

const REASONS: Readonly<Record<IbanProblem, (iban: string) => string>> = {
  country: (iban) => `No IBAN begins with "${iban.slice(0, 2)}".`,
  length: (iban) => `An IBAN of ${iban.slice(0, 2)} has ${ibanLength(iban.slice(0, 2))} characters; this one has ${iban.length}.`,
  characters: (iban) =>
    `This does not have the form of an IBAN of ${iban.slice(0, 2)}. Check for letters in place of digits, such as O for 0.`,
  checksum: () => 'This IBAN has a wrong check digit. Check for a mistyped digit.',
}

function checkNumber(account: string, country: string | null, refuse: Add): void {
  if (country !== null && usesIbans(country)) refuse('account', `Accounts in ${country} have IBANs; this is not an IBAN.`)
  else if (!/^[A-Z0-9]{4,}$/.test(account) || account.length > ACCOUNT_CHARACTERS_MAX)
    refuse('account', `An account number has 4 to ${ACCOUNT_CHARACTERS_MAX} letters and digits.`)
}

function checkSortCode(code: string, account: string, country: string | null, refuse: Add): void {
  if (country !== null && country !== 'GB') refuse('country', `Only banks in GB have sort codes, but the country is ${country}.`)
  if (!/^\d{6}$/.test(code)) refuse('sort_code', code === '' ? 'The sort code is empty.' : lostZero('A sort code', 6, code))
  if (!/^\d{8}$/.test(account)) refuse('account', lostZero('An account number with a sort code', 8, account))
}

function checkRouting(code: string, account: string, country: string | null, refuse: Add): void {
  if (country !== null && country !== 'US') refuse('country', `Only banks in the US have routing numbers, but the country is ${country}.`)
  if (!/^\d{9}$/.test(code)) refuse('routing_number', code === '' ? 'The routing number is empty.' : lostZero('A routing number', 9, code))
  else if (!isRoutingNumber(code)) refuse('routing_number', 'This routing number has a wrong check digit. Check for a mistyped digit.')
  if (!/^[A-Z0-9]{4,17}$/.test(account)) refuse('account', 'An account number in the US has 4 to 17 digits.')
}

function lostZero(what: string, digits: number, found: string): string {
  const hint = /^\d+$/.test(found) && found.length < digits ? ' Spreadsheets drop leading zeros: format the column as text.' : ''
  return `${what} has ${digits} digits; this one has ${found.length}${/^\d+$/.test(found) ? '' : ' characters'}.${hint}`
}

function checkBic(bic: string, country: string | null, refuse: Add): void {
  const problem = bicProblem(bic)
  if (problem === 'form') refuse('bic', 'This is not a BIC. A BIC has 8 or 11 letters and digits, such as DEUTDEFF or BBVAESMM123.')
  else if (problem === 'country') refuse('bic', `This BIC has the country "${bicCountry(bic)}", which does not exist.`)
  else if (country !== null && !bicServes(bic, country))
    refuse('bic', `This BIC belongs to a bank in ${bicCountry(bic)}, but the account is in ${country}.`)
}
