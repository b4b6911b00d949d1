/** What people type into the one box, as filters and words. Nothing they type is an error: what is not understood is named and left out. */
import { isCurrency } from '@/events/money'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { endOfDay, startOfDay } from '@/platform/zoned-day'
import { FIELDS, FILTERS, type Field, isFilterName } from './filters'
import { lastMonthNamed, monthsAsFilters } from './month-words'
import { words as wordsOf } from './normalize-name'
import { type QueryPart, queryParts } from './query-parts'
import { readTypedAmount } from './read-amount'

export type Filter = { field: Field; value: string; negated: boolean }
/** Bounds as decimals of whole units ("1000", "12.50"); which minor units they mean depends on each payout's currency. */
export type AmountRange = { above?: string; atLeast?: string; below?: string; atMost?: string; negated: boolean; currency?: string }
/** What a bare word may mean beside a name or a reference: "failed" a status, "4715,33" an amount. `text` is how one asks for that alone. */
export type Meaning = { word: string; text: string; is: Filter | AmountRange }
export type ParsedQuery = {
  words: string[]
  meanings: Meaning[]
  /** Words of a name that is not meant ("-romero"). */
  without: string[]
  filters: Filter[]
  amounts: AmountRange[]
  /** ISO times, the first inclusive, the second exclusive. */
  from: string | null
  to: string | null
  ignored: { part: string; reason: string }[]
  /** Something was typed and nothing of it was understood: that asks for nothing, and must not find everything. */
  asksNothing: boolean
}

const QUERY_CHARACTERS_MAX = 300
const PARTS_MAX = 30
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** An account in groups of four, with or without its name before it. */
const IBAN =
  /(?:\biban\b[:\s]*)?\b([a-z]{2}\d{2}(?:[ -][a-z0-9]{4}){2,7}(?:[ -][a-z0-9]{1,4})?)(?![\w])|\biban\b[:\s]*([a-z]{2}\d{2}[a-z0-9]{11,30})/gi

/** 4 715,33: an amount whose thousands are apart is one word. */
const SPACED = /(?<!\w)\d{1,3}(?:[ \u00a0\u202f]\d{3})+[.,]\d{2}(?!\w)/g

/** ac 04: a reason code as it is said. */
const SPACED_REASON = /(?<![\w:"])(ac|ag|am|be|dt|du|ff|md|ms|rc|rr|tm) (\d\d)(?!\w)/gi

/** Reads a query at the time `now`; its days are those of `timeZone`. */
export function parseQuery(text: string, now: Date, timeZone = 'UTC'): ParsedQuery {
  const parsed: ParsedQuery = {
    ...{ words: [], meanings: [], without: [], filters: [], amounts: [], from: null, to: null, ignored: [] },
    asksNothing: false,
  }
  // Neither store takes half a character or a control character.
  const clean = text
    .slice(0, QUERY_CHARACTERS_MAX)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .replace(SPACED, (amount) => amount.replace(/\s/g, "'"))
    .replace(SPACED_REASON, '$1$2')
    .replace(IBAN, (whole, grouped?: string, plain?: string, at?: number, all?: string) =>
      // Of account:"ES91 2100 …" it is the value already.
      /:"?$/.test(all?.slice(0, at) ?? '') ? whole : `account:"${grouped ?? plain}"`,
    )
  let parts = 0
  for (const typed of queryParts(monthsAsFilters(clean))) {
    if (++parts > PARTS_MAX) {
      parsed.ignored.push({ part: typed.part, reason: `a search can have at most ${PARTS_MAX} parts` })
      break
    }
    if (typed.name !== null) readFilter(parsed, typed, typed.name, { now, timeZone })
    else readWord(parsed, typed, now)
  }
  if (text.length > QUERY_CHARACTERS_MAX)
    parsed.ignored.push({ part: '…', reason: `a search can have at most ${QUERY_CHARACTERS_MAX} characters` })
  const { words, without, filters, amounts, from, to } = parsed
  parsed.asksNothing =
    text.trim() !== '' && [words, without, filters, amounts].every((each) => each.length === 0) && from === null && to === null
  return parsed
}

type Clock = { now: Date; timeZone: string }

function readWord(parsed: ParsedQuery, { part, value: word, negated, isQuoted }: QueryPart, now: Date): void {
  if (wordsOf(word).length === 0) {
    if (word !== '') parsed.ignored.push({ part, reason: 'it has no letter or digit' })
  } else if (negated) parsed.without.push(word.replace(/^-/, ''))
  else {
    parsed.words.push(word)
    if (!isQuoted) parsed.meanings.push(...meaningsOf(word, now))
  }
}

/** Words that people use for a status, beside its own. */
const STATUS_WORDS: Readonly<Record<string, string>> = { paid: 'settled', rejected: 'failed', canceled: 'cancelled' }
const REASON = /^(?:[a-z]{2}\d{2}|agnt|cnor|curr|cust|cutr|cuta|dnor|dupl|focr|fr01|frad|lega|narr|noas|noor|rr0\d|upay)$/i
/** Beyond this a number of nothing but digits is a reference rather than an amount. */
const AMOUNT_DIGITS_MAX = 9

function meaningsOf(word: string, now: Date): Meaning[] {
  const filter = (field: Field, value: string): Meaning => ({
    word,
    text: `${field}:${field === 'status' || field === 'rail' ? value : value.toLowerCase()}`,
    is: { field, value, negated: false },
  })
  const lower = word.toLowerCase()
  const status = PAYOUT_STATUSES.find((each) => each === (STATUS_WORDS[lower] ?? lower))
  if (status) return [filter('status', status)]
  if (lower === 'sepa' || lower === 'swift') return [filter('rail', lower)]
  const period = FIELDS.period.read(word) ?? lastMonthNamed(word, now)
  if (period) return [filter('period', period)]
  if (REASON.test(word)) return [filter('reason', word.toUpperCase())]
  if (/^[A-Z]{3}$/.test(word) && isCurrency(word)) return [filter('currency', word)]
  const amount = /^\d+$/.test(word) && word.length > AMOUNT_DIGITS_MAX ? null : readTypedAmount(word)
  return (amount?.decimals ?? []).map((decimal) => ({
    word,
    text: `amount:${decimal}${amount?.currency ? ` currency:${amount.currency.toLowerCase()}` : ''}`,
    is: { atLeast: decimal, atMost: decimal, negated: false, ...(amount?.currency && { currency: amount.currency }) },
  }))
}

function readFilter(parsed: ParsedQuery, { part, value, negated }: QueryPart, name: string, clock: Clock): void {
  const ignore = (reason: string) => {
    parsed.ignored.push({ part, reason })
  }
  if (!isFilterName(name)) {
    ignore(`there is no filter called ${name}`)
    return
  }
  const expected = `expected ${FILTERS[name].takes}`
  if (name === 'amount') {
    const range = readAmount(value, negated)
    if (range) parsed.amounts.push(range)
    else ignore(expected)
  } else if (name === 'last' || name === 'from' || name === 'to') {
    if (negated) ignore('you cannot exclude a time')
    else if (!readTime(parsed, name, value, clock)) ignore(expected)
  } else {
    const read = value === '' ? null : FIELDS[name].read(value)
    if (read === null) ignore(expected)
    else parsed.filters.push({ field: name, value: read, negated })
  }
}

/** False when the value is no time. */
function readTime(parsed: ParsedQuery, name: 'last' | 'from' | 'to', value: string, { now, timeZone }: Clock): boolean {
  if (name === 'last') {
    const [, count, unit] = /^(\d{1,4})([hdw])$/i.exec(value) ?? []
    if (!count || !unit) return false
    parsed.from = new Date(now.getTime() - Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0)).toISOString()
    return true
  }
  const time = name === 'from' ? startOfDay(value, timeZone) : endOfDay(value, timeZone)
  if (time === null) return false
  parsed[name] = time.toISOString()
  return true
}

const COMPARISONS: Readonly<Record<string, 'above' | 'below' | 'atLeast' | 'atMost'>> = {
  '>': 'above',
  '<': 'below',
  '>=': 'atLeast',
  '<=': 'atMost',
}

function readAmount(value: string, negated: boolean): AmountRange | null {
  const [low = '', high] = value.split('..')
  const [, comparison = '', bound = ''] = /^(>=|<=|>|<)?(.*)$/.exec(low) ?? []
  // Of 1.000 the first reading: a thousand, as people write it, unless the currency has three decimals.
  const [first, second] = [readTypedAmount(bound), high === undefined ? null : readTypedAmount(high)]
  const from = first?.decimals[0]
  if (from === undefined) return null
  const currency = first?.currency ?? second?.currency
  const rest = { negated, ...(currency && { currency }) }
  if (high !== undefined) return comparison === '' && second?.decimals[0] ? { atLeast: from, atMost: second.decimals[0], ...rest } : null
  const bounds = COMPARISONS[comparison]
  return bounds ? { [bounds]: from, ...rest } : { atLeast: from, atMost: from, ...rest }
}
