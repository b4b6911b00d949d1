/** What people type into the one box, as filters and words. Nothing they type is an error: what is not understood is named and left out. */
import { isCurrency } from '@/events/money'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { words as wordsOf } from './fold'

export type Field = 'status' | 'rail' | 'country' | 'company' | 'currency' | 'reason' | 'period' | 'ref' | 'account'
export type Filter = { field: Field; value: string; negated: boolean }
/** Bounds as decimals of whole units ("1000", "12.50"); which minor units they mean depends on each payout's currency. */
export type AmountRange = { above?: string; atLeast?: string; below?: string; atMost?: string; negated: boolean }
export type ParsedQuery = {
  words: string[]
  /** Words of a name that is not meant ("-romero"). */
  without: string[]
  filters: Filter[]
  amounts: AmountRange[]
  /** ISO times, the first inclusive, the second exclusive. */
  from: string | null
  to: string | null
  ignored: { part: string; reason: string }[]
}

const QUERY_CHARACTERS_MAX = 300
const PARTS_MAX = 30
const PART = /(-?)([a-z]+):("[^"]*"|\S*)|-?"([^"]*)"|(\S+)/gi
/** The day after has a year of five digits, which no store takes for a date. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

const VALUES: Readonly<Record<Field, (value: string) => string | null>> = {
  status: (value) => PAYOUT_STATUSES.find((status) => status === value.toLowerCase()) ?? null,
  rail: (value) => ['sepa', 'swift'].find((rail) => rail === value.toLowerCase()) ?? null,
  country: (value) => (/^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null),
  company: (value) => (wordsOf(value).length > 0 ? value : null),
  currency: (value) => (isCurrency(value.toUpperCase()) ? value.toUpperCase() : null),
  reason: (value) => (/^[a-z0-9]{4}$/i.test(value) ? value.toUpperCase() : null),
  period: (value) => (/^20\d\d-(0[1-9]|1[0-2])$/.test(value) ? value : null),
  ref: (value) => value.toUpperCase(),
  account: (value) => (/[\p{L}\p{N}]{4}/u.test(value.replace(/[\s.-]/g, '')) ? value : null),
}

const EXPECTED: Readonly<Record<Field | 'amount' | 'last' | 'from' | 'to', string>> = {
  status: PAYOUT_STATUSES.join(', '),
  rail: 'sepa or swift',
  country: 'two letters such as ES',
  company: 'a name or code',
  currency: 'a code such as EUR',
  reason: 'a code such as AC04',
  period: 'a month such as 2026-10',
  ref: 'a reference or its end',
  account: 'an account number or its last four',
  amount: 'an amount such as >1000 or 500..900',
  last: 'a time such as 24h, 7d or 2w',
  from: 'a day (UTC) such as 2026-11-01',
  to: 'a day (UTC) such as 2026-11-30',
}

/** Every filter there is, with what it takes; for the page that explains them. */
export const FILTERS: readonly { name: string; takes: string }[] = Object.entries(EXPECTED).map(([name, takes]) => ({ name, takes }))

/** Reads a query at the time `now`. */
export function parseQuery(text: string, now: Date): ParsedQuery {
  const parsed: ParsedQuery = { words: [], without: [], filters: [], amounts: [], from: null, to: null, ignored: [] }
  // Neither store takes half a character or a control character.
  const clean = text
    .slice(0, QUERY_CHARACTERS_MAX)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
  let parts = 0
  for (const [part, minus = '', name, rawValue = '', quoted, word = ''] of clean.matchAll(PART)) {
    if (++parts > PARTS_MAX) {
      parsed.ignored.push({ part, reason: `at most ${PARTS_MAX} parts are looked at` })
      break
    }
    if (name !== undefined) readFilter(parsed, part, name.toLowerCase(), rawValue.replace(/^"|"$/g, '').trim(), minus === '-', now)
    else readWord(parsed, part, (quoted ?? word).trim())
  }
  if (text.length > QUERY_CHARACTERS_MAX)
    parsed.ignored.push({ part: '…', reason: `only the first ${QUERY_CHARACTERS_MAX} characters are looked at` })
  return parsed
}

function readWord(parsed: ParsedQuery, part: string, word: string): void {
  if (wordsOf(word).length === 0) {
    if (word !== '') parsed.ignored.push({ part, reason: 'there is no letter or digit in it' })
  } else if (part.startsWith('-')) parsed.without.push(word.replace(/^-/, ''))
  else parsed.words.push(word)
}

function readFilter(parsed: ParsedQuery, part: string, name: string, value: string, negated: boolean, now: Date): void {
  const ignore = (reason: string) => {
    parsed.ignored.push({ part, reason })
  }
  if (!Object.hasOwn(EXPECTED, name)) {
    ignore(`there is no filter called ${name}`)
    return
  }
  const expected = `expected ${EXPECTED[name as keyof typeof EXPECTED]}`
  if (name === 'amount') {
    const range = readAmount(value, negated)
    if (range) parsed.amounts.push(range)
    else ignore(expected)
  } else if (name === 'last' || name === 'from' || name === 'to') {
    if (negated) ignore('a time cannot be turned round')
    else if (!readTime(parsed, name, value, now)) ignore(expected)
  } else {
    const field = name as Field
    const read = value === '' ? null : VALUES[field](value)
    if (read === null) ignore(expected)
    else parsed.filters.push({ field, value: read, negated })
  }
}

/** False when the value is no time. Days are UTC. */
function readTime(parsed: ParsedQuery, name: 'last' | 'from' | 'to', value: string, now: Date): boolean {
  if (name === 'last') {
    const [, count, unit] = /^(\d{1,4})([hdw])$/i.exec(value) ?? []
    if (!count || !unit) return false
    parsed.from = new Date(now.getTime() - Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0)).toISOString()
    return true
  }
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time)) return false
  if (name === 'from') parsed.from = new Date(time).toISOString()
  else parsed.to = new Date(Math.min(time + (UNIT_MS.d ?? 0), LAST_MS)).toISOString()
  return true
}

const DECIMAL = String.raw`(\d{1,12}(?:\.\d{1,3})?)`
const COMPARED = new RegExp(`^(>=|<=|>|<)?${DECIMAL}$`)
const BETWEEN = new RegExp(`^${DECIMAL}\\.\\.${DECIMAL}$`)

function readAmount(value: string, negated: boolean): AmountRange | null {
  const between = BETWEEN.exec(value)
  if (between?.[1] && between[2]) return { atLeast: between[1], atMost: between[2], negated }
  const [, comparison, bound] = COMPARED.exec(value) ?? []
  if (!bound) return null
  if (comparison === '>') return { above: bound, negated }
  if (comparison === '<') return { below: bound, negated }
  if (comparison === '>=') return { atLeast: bound, negated }
  if (comparison === '<=') return { atMost: bound, negated }
  return { atLeast: bound, atMost: bound, negated }
}
