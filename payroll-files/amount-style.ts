/** How a file writes its amounts: read in one style, or told from all of them. A style is never guessed: what fits two is a question. */
import type { AmountStyle } from './mapping'

type Decimal = AmountStyle['decimal']
type Group = Exclude<AmountStyle['group'], ''>

const DECIMALS: readonly Decimal[] = ['.', ',']

/** No-break, narrow no-break, thin and figure spaces are spaces, a typographic apostrophe is one, and there are four signs for minus. */
export function normalizeAmount(cell: string): string {
  const text = cell
    .replace(/[\s\u00a0\u2007\u2009\u202f]+/g, ' ')
    .replace(/[\u2019\u02bc`\u00b4]/g, "'")
    .replace(/[\u2212\u2013\u2014]/g, '-')
    .trim()
    // "5'200.-" and "5.200,--", as prices are written.
    .replace(/(?<=\d)[.,]-{1,2}(?=$| )/, '')
  return text
}

const groupsOf = (decimal: Decimal): readonly Group[] => [decimal === '.' ? ',' : '.', ' ', "'"]

/** Whole thousands, and for commas also the Indian way (12,34,567). */
const WHOLE: Readonly<Record<Group, RegExp>> = {
  ',': /^(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})$/,
  '.': /^[1-9]\d{0,2}(?:\.\d{3})+$/,
  ' ': /^[1-9]\d{0,2}(?: \d{3})+$/,
  "'": /^[1-9]\d{0,2}(?:'\d{3})+$/,
}

export type StyledAmount = {
  /** "-1234.5": a plain decimal, with as many decimals as were written. */
  plain: string
  /** The mark between thousands, '' when there is none. */
  group: AmountStyle['group']
}

/** Reads a normalised amount with this decimal mark, whatever stands between its thousands; null when it does not fit. */
export function readWith(text: string, decimal: Decimal): StyledAmount | null {
  const minus = /^-|-$|^\(.*\)$/.test(text)
  const bare = text.replace(/^\((.*)\)$/, '$1').replace(/^[-+] ?| ?-$/g, '')
  const at = bare.lastIndexOf(decimal)
  const whole = at < 0 ? bare : bare.slice(0, at)
  const fraction = at < 0 ? null : bare.slice(at + 1)
  if (fraction !== null && !/^\d+$/.test(fraction)) return null
  const sign = minus ? '-' : ''
  const rest = fraction === null ? '' : `.${fraction}`
  if (/^\d{1,15}$/.test(whole)) return { plain: `${sign}${whole}${rest}`, group: '' }
  const group = groupsOf(decimal).find((mark) => WHOLE[mark].test(whole))
  return group === undefined ? null : { plain: `${sign}${whole.replace(/\D/g, '')}${rest}`, group }
}

export type StyleFound =
  /** No cell of the column is an amount written as text. */
  | { is: 'none' }
  | { is: 'one'; style: AmountStyle }
  /** Whole numbers only: units or cents? */
  | { is: 'whole'; example: string }
  /** Every amount fits both marks. */
  | { is: 'both'; example: string }
  /** Some fit only one mark, others only the other. */
  | { is: 'mixed'; examples: [string, string] }

/** Tells the style from all amounts of a column. Cells that are no amount in any style have no say. */
export function styleOf(cells: readonly string[]): StyleFound {
  const read = cells
    .map((cell) => ({ cell: cell.trim(), by: DECIMALS.map((decimal) => readWith(withoutCurrency(normalizeAmount(cell)).text, decimal)) }))
    .filter(({ by }) => by.some((reading) => reading !== null))
  if (read.length === 0) return { is: 'none' }
  const misfits = DECIMALS.map((_, i) => read.find(({ by }) => by[i] === null))
  const [notPoint, notComma] = misfits
  if (notPoint && notComma) return { is: 'mixed', examples: [notPoint.cell, notComma.cell] }
  if (!notPoint && !notComma) {
    const differing = read.find(({ by }) => by[0]?.plain !== by[1]?.plain)
    return differing ? { is: 'both', example: differing.cell } : { is: 'whole', example: longest(read.map(({ cell }) => cell)) }
  }
  const fits = notPoint ? 1 : 0
  const groups = new Set(read.map(({ by }) => by[fits]?.group ?? '').filter((group) => group !== ''))
  const [group = ''] = groups
  return { is: 'one', style: { decimal: DECIMALS[fits] ?? '.', group: groups.size === 1 ? group : '', exact: false, unit: 'major' } }
}

const longest = (cells: readonly string[]): string => cells.reduce((best, cell) => (cell.length > best.length ? cell : best), '')

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  '£': ['GBP'],
  $: ['USD', 'AUD', 'CAD', 'NZD', 'SGD', 'HKD', 'MXN'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  '₩': ['KRW'],
  '₺': ['TRY'],
  '₪': ['ILS'],
  zł: ['PLN'],
  Kč: ['CZK'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  Ft: ['HUF'],
  lei: ['RON'],
  TL: ['TRY'],
  円: ['JPY'],
  R$: ['BRL'],
  US$: ['USD'],
  C$: ['CAD'],
  A$: ['AUD'],
}

const SIGN = Object.keys(SIGNS)
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace('$', '\\$'))
  .join('|')
const IN_FRONT = new RegExp(`^(-?)(?:([A-Z]{3})|(${SIGN})\\.?) ?(.+)$`, 'u')
const BEHIND = new RegExp(`^(.+?) ?(?:([A-Z]{3})|(${SIGN})\\.?)$`, 'u')

/** The one currency a sign or word alone means: "€" and "Euro" are EUR; null for "$". */
export function currencyOfSign(text: string): string | null {
  if (/^euros?$/i.test(text)) return 'EUR'
  const meant = SIGNS[text] ?? []
  return meant.length === 1 ? (meant[0] ?? null) : null
}

/** Takes a currency off an amount: "€ 1.234,56", "1.234,56 EUR". `currencies` are what it can mean; null when none stands there. */
export function withoutCurrency(text: string): { text: string; currencies: readonly string[] | null } {
  const found = IN_FRONT.exec(text)
  if (found) return { text: `${found[1]}${found[4]}`, currencies: found[2] ? [found[2]] : (SIGNS[found[3] ?? ''] ?? null) }
  const after = BEHIND.exec(text)
  if (after) return { text: after[1] ?? '', currencies: after[2] ? [after[2]] : (SIGNS[after[3] ?? ''] ?? null) }
  return { text, currencies: null }
}
