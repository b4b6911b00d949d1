/** Countries and currencies to choose from, by their English names. */
import { isCountry } from '@/accounts/countries'
import { CURRENCIES } from '@/events/money'

export type Option = { value: string; label: string }

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(isCountry)

export const countryOptions = (): Option[] => sorted(CODES, new Intl.DisplayNames(['en'], { type: 'region' }))

export const currencyOptions = (): Option[] =>
  sorted(
    [...CURRENCIES].map((currency) => (typeof currency === 'string' ? currency : currency[0])),
    new Intl.DisplayNames(['en'], { type: 'currency' }),
  ).map(({ value, label }) => ({ value, label: `${value} · ${label}` }))

const sorted = (codes: readonly string[], names: Intl.DisplayNames): Option[] =>
  codes.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, 'en'))

/** Of the world's time zones, and UTC. */
export const timeZoneOptions = (): Option[] => [...Intl.supportedValuesOf('timeZone'), 'UTC'].map((zone) => ({ value: zone, label: zone }))
