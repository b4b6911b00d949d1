/** The account of a payroll line: IBAN, or number and BIC. */
import { bicCountry, bicProblem, bicServes } from './bic'
import { ibanCountryOf, isCountry, usesIbans } from './countries'
import { ACCOUNT_CHARACTERS_MAX, type IbanProblem, ibanLength, ibanProblem, looksLikeIban, normalizeAccount } from './iban'

export type PayrollAccount = { account: string; accountKind: 'iban' | 'number'; bic: string | null }

type Add = (field: 'account' | 'bic', reason: string) => void

/** The shortest IBAN (Norway) has 15 characters; what looks like one and is as long is meant as one. */
const SHORTEST_IBAN = 15

/** Reads account and BIC. `country` is null when the file's own is unusable. Problems go to `add`; null when there was one. */
export function readAccount(accountCell: string, bicCell: string, country: string | null, add: Add): PayrollAccount | null {
  const account = normalizeAccount(accountCell)
  const bic = bicCell === '' ? null : bicCell.replace(/\s/g, '').toUpperCase()
  let sound = true
  const refuse: Add = (field, reason) => {
    sound = false
    add(field, reason)
  }
  const isIban = meantAsIban(account, country)
  if (account === '') refuse('account', 'The account is empty.')
  else if (isIban) checkIban(account, country, refuse)
  else checkNumber(account, country, refuse)
  if (bic !== null) checkBic(bic, isIban && isCountry(account.slice(0, 2)) ? account.slice(0, 2) : country, refuse)
  else if (account !== '' && !isIban && !(country && usesIbans(country))) refuse('bic', 'An account number needs the BIC of its bank.')
  return sound ? { account, accountKind: isIban ? 'iban' : 'number', bic } : null
}

function meantAsIban(account: string, country: string | null): boolean {
  if (!looksLikeIban(account)) return false
  return account.length >= SHORTEST_IBAN || ibanLength(account.slice(0, 2)) !== null || (country !== null && usesIbans(country))
}

function checkIban(iban: string, country: string | null, refuse: Add): void {
  const prefix = iban.slice(0, 2)
  const problem = ibanProblem(iban)
  if (problem) refuse('account', REASONS[problem](iban))
  else if (country !== null && ibanCountryOf(country) !== prefix)
    refuse('account', `This is an IBAN of ${prefix}, but the country says ${country}: it is where the account is held.`)
}

const REASONS: Readonly<Record<IbanProblem, (iban: string) => string>> = {
  country: (iban) => `No IBAN begins with "${iban.slice(0, 2)}".`,
  length: (iban) => `An IBAN of ${iban.slice(0, 2)} has ${ibanLength(iban.slice(0, 2))} characters; this one has ${iban.length}.`,
  characters: (iban) => `This is not built like an IBAN of ${iban.slice(0, 2)}; check for letters in place of digits, such as O for 0.`,
  checksum: () => 'This IBAN fails its checksum; check for a mistyped digit.',
}

function checkNumber(account: string, country: string | null, refuse: Add): void {
  if (country !== null && usesIbans(country)) refuse('account', `Accounts in ${country} are given as IBANs; this is none.`)
  else if (!/^[A-Z0-9]{4,}$/.test(account) || account.length > ACCOUNT_CHARACTERS_MAX)
    refuse('account', `An account number has 4 to ${ACCOUNT_CHARACTERS_MAX} letters and digits.`)
}

function checkBic(bic: string, country: string | null, refuse: Add): void {
  const problem = bicProblem(bic)
  if (problem === 'form') refuse('bic', 'This is no BIC: a BIC has 8 or 11 letters and digits, such as DEUTDEFF or BBVAESMM123.')
  else if (problem === 'country') refuse('bic', `This BIC names the country "${bicCountry(bic)}", which does not exist.`)
  else if (country !== null && !bicServes(bic, country))
    refuse('bic', `This BIC is of a bank in ${bicCountry(bic)}, the account is in ${country}.`)
}
