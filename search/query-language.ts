/** What people type into the one box, as filters and words. Nothing they type is an error: what is not understood is named and left out. */
import { isCurrency } from '@/events/money'
import { PAYOUT_STATUSES } from '@/events/payout-v1'

export type Field = 'status' | 'rail' | 'country' | 'company' | 'currency' | 'reason' | 'period' | 'ref' | 'account'
export type Filter = { field: Field; value: string; negated: boolean }
/** Bounds as decimals of whole units ("1000", "12.50"); which minor units they mean depends on each payout's currency. */
export type AmountRange = { above?: string; atLeast?: string; below?: string; atMost?: string; negated: boolean }
export type ParsedQuery = {
  words: string[]
  filters: Filter[]
  amounts: AmountRange[]
  /** ISO times, the first inclusive, the second exclusive. */
  from: string | null
  to: string | null
  ignored: { part: string; reason: string }[]
}

const QUERY_CHARACTERS_MAX = 300
const PARTS_MAX = 30
const PART = /(-?)([a-z]+):("[^"]*"|\S+)|"([^"]*)"|(\S+)/gi
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

const VALUES: Readonly<Record<Field, (value: string) => string | null>> = {
  status: (value) => PAYOUT_STATUSES.find((status) => status === value.toLowerCase()) ?? null,
  rail: (value) => ['sepa', 'swift'].find((rail) => rail === value.toLowerCase()) ?? null,
  country: (value) => (/^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null),
  company: (value) => value,
  currency: (value) => (isCurrency(value.toUpperCase()) ? value.toUpperCase() : null),
  reason: (value) => (/^[a-z0-9]{4}$/i.test(value) ? value.toUpperCase() : null),
  period: (value) => (/^20\d\d-(0[1-9]|1[0-2])$/.test(value) ? value : null),
  ref: (value) => value.toUpperCase(),
  account: (value) => value,
}

const EXPECTED: Readonly<Record<Field, string>> = {
  status: PAYOUT_STATUSES.join(', '),
  rail: 'sepa or swift',
  country: 'two letters such as ES',
  company: 'a name or code',
  currency: 'a code such as EUR',
  reason: 'a code such as AC04',
  period: 'a month such as 2026-10',
  ref: 'a reference or its end',
  account: 'an account number or its last four',
}

/** Reads a query at the time `now`. */
export function parseQuery(text: string, now: Date): ParsedQuery {
  const parsed: ParsedQuery = { words: [], filters: [], amounts: [], from: null, to: null, ignored: [] }
  let parts = 0
  for (const [part, minus = '', name, rawValue = '', quoted, word] of text.slice(0, QUERY_CHARACTERS_MAX).matchAll(PART)) {
    if (++parts > PARTS_MAX) {
      parsed.ignored.push({ part, reason: `at most ${PARTS_MAX} parts are looked at` })
      break
    }
    const value = rawValue.replace(/^"|"$/g, '').trim()
    if (name === undefined) parsed.words.push((quoted ?? word ?? '').trim())
    else readPart(parsed, part, name.toLowerCase(), value, minus === '-', now)
  }
  parsed.words = parsed.words.filter((each) => each !== '')
  if (text.length > QUERY_CHARACTERS_MAX)
    parsed.ignored.push({ part: '…', reason: `only the first ${QUERY_CHARACTERS_MAX} characters are looked at` })
  return parsed
}

function readPart(parsed: ParsedQuery, part: string, name: string, value: string, negated: boolean, now: Date): void {
  const ignore = (expected: string) => parsed.ignored.push({ part, reason: `expected ${expected}` })
  if (Object.hasOwn(VALUES, name)) {
    const field = name as Field
    const read = value === '' ? null : VALUES[field](value)
    if (read === null) ignore(EXPECTED[field])
    else parsed.filters.push({ field, value: read, negated })
  } else if (name === 'amount') {
    const range = readAmount(value, negated)
    if (range) parsed.amounts.push(range)
    else ignore('an amount such as >1000 or 500..900')
  } else if (name === 'last') {
    const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(value) ?? []
    if (count && unit) parsed.from = new Date(now.getTime() - Number(count) * (UNIT_MS[unit] ?? 0)).toISOString()
    else ignore('a time such as 24h, 7d or 2w')
  } else if (name === 'from' || name === 'to') {
    const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
    if (Number.isNaN(time)) ignore('a day such as 2026-11-01')
    else if (name === 'from') parsed.from = new Date(time).toISOString()
    else parsed.to = new Date(time + (UNIT_MS.d ?? 0)).toISOString()
  } else parsed.words.push(part)
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
