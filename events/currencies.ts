/** ISO 4217 codes a payout may be in, with the exponent of their minor unit (list one, as published 2026-01-01; funds and metals left out). */

const WITHOUT_MINOR_UNIT = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const WITH_THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND'
const WITH_TWO_DECIMALS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK ' +
  'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD ' +
  'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP ' +
  'PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH ' +
  'USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'

/** Currency code → number of decimals of its minor unit. */
export const CURRENCIES: ReadonlyMap<string, number> = new Map([
  ...WITHOUT_MINOR_UNIT.split(' ').map((code) => [code, 0] as const),
  ...WITH_TWO_DECIMALS.split(' ').map((code) => [code, 2] as const),
  ...WITH_THREE_DECIMALS.split(' ').map((code) => [code, 3] as const),
])

/** Whether `code` is a currency PayLedger pays in. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code)
}

/** Decimals of the currency's minor unit (JPY 0, EUR 2, KWD 3). Throws a RangeError for an unknown code. */
export function exponentOf(currency: string): number {
  const exponent = CURRENCIES.get(currency)
  if (exponent === undefined) throw new RangeError(`unknown currency ${currency}`)
  return exponent
}
