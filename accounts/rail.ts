/** Which network a payment takes. */
import { isSepaCountry } from './countries'
import { looksLikeIban } from './iban'

export type Rail = 'sepa' | 'swift'

/** SEPA carries euros to IBANs of SEPA countries; everything else goes by SWIFT. `account` is normalised, `country` is where it is held. */
export function railOf(payment: { currency: string; account: string; country: string }): Rail {
  if (payment.currency !== 'EUR' || !isSepaCountry(payment.country)) return 'swift'
  return looksLikeIban(payment.account) && isSepaCountry(payment.account.slice(0, 2)) ? 'sepa' : 'swift'
}
