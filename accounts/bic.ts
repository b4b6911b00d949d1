/** Bank identifiers (ISO 9362). */
import { ibanCountryOf, isCountry } from './countries'

export type BicProblem = 'form' | 'country'

/** Checks a BIC's form and that it names a country; null when it is right. Whether the bank exists only the bank can say. */
export function bicProblem(bic: string): BicProblem | null {
  if (!/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic)) return 'form'
  return isCountry(bicCountry(bic)) ? null : 'country'
}

/** The country inside a BIC: its fifth and sixth letters. */
export function bicCountry(bic: string): string {
  return bic.slice(4, 6)
}

/** Whether a bank with this BIC can hold an account in `country`. French banks serve Monaco under their French BIC (EPC409-09). */
export function bicServes(bic: string, country: string): boolean {
  const ofBank = ibanCountryOf(bicCountry(bic))
  const ofAccount = ibanCountryOf(country)
  return ofBank === ofAccount || (ofAccount === 'MC' && ofBank === 'FR')
}
