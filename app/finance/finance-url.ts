/** What a finance page looks at, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsStringLiteral } from 'nuqs/server'
import { isCurrency } from '@/events/money'
import type { RowKey } from '@/finance/questions/figure-rows'
import { DIMENSIONS, FIGURES, GRAINS } from '@/finance/questions/question'
import { isUuid } from '@/platform/is-uuid'
import { instantOf, isTimeZone } from '@/platform/zoned-day'

export const parseAsMatching = (isGood: (text: string) => boolean) =>
  createParser({ parse: (text: string) => (isGood(text) ? text : null), serialize: (text: string) => text })

const matching = (pattern: RegExp) => parseAsMatching((text) => pattern.test(text))

const parseAsMonth = matching(/^20\d\d-(0[1-9]|1[0-2])$/)
const parseAsCurrency = parseAsMatching(isCurrency)

/** What figures are compared with: as much time just before, or the same months a year ago. */
const COMPARISONS = ['before', 'year'] as const
export type Comparison = (typeof COMPARISONS)[number]

const LOCAL = /^20\d\d-\d\d-\d\dT\d\d:\d\d$/
const INSTANT = /^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** As figures stood once: a position, an instant, or the time on the clocks of a zone. */
const asOfParsers = {
  'as-of': parseAsMatching((text) => /^\d{1,18}$/.test(text) || LOCAL.test(text) || INSTANT.test(text)),
  zone: parseAsMatching(isTimeZone),
} as const

/** What figures and API take alike. */
export const filterParsers = {
  /** The first and the last month: "2026-06". */
  from: parseAsMonth,
  to: parseAsMonth,
  currency: parseAsCurrency,
  /** A company's code. */
  company: matching(/^[A-Z0-9]{2,8}$/),
  ...asOfParsers,
} as const

export const deskParsers = {
  ...filterParsers,
  rail: matching(/^[a-z][a-z0-9-]{1,19}$/),
  grain: parseAsStringLiteral(GRAINS),
  compare: parseAsStringLiteral(COMPARISONS),
  /** The currency that charts are drawn in; money in different ones has no common height. */
  chart: parseAsCurrency,
} as const

const isDay = (text: string): boolean =>
  /^20\d\d-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true

/** "2026-11-25_01a2…_0": the key of the last row of the page before. */
const parseAsRowKey = createParser<RowKey>({
  parse: (text) => {
    const [day = '', id = '', part = '', ...more] = text.split('_')
    return isDay(day) && isUuid(id) && /^\d{1,4}$/.test(part) && more.length === 0 ? { day, id, part: Number(part) } : null
  },
  serialize: ({ day, id, part }) => `${day}_${id}_${part}`,
})

export const rowsParsers = {
  ...deskParsers,
  figure: parseAsStringLiteral(FIGURES),
  /** The currency of the rows: of fees that of the charge. */
  in: parseAsCurrency,
  corridor: matching(/^[A-Z]{2}-[A-Z]{2}$/),
  country: matching(/^[A-Z]{2}$/),
  /** The bank's code, or "none". */
  reason: matching(/^([A-Z0-9]{1,35}|none)$/),
  status: matching(/^[a-z]{2,20}$/),
  /** One part of the time: "2026-11-03", "2026-11", "2026-Q4". */
  at: parseAsMatching((text) => isDay(text) || /^20\d\d-(0[1-9]|1[0-2]|Q[1-4])$/.test(text)),
  after: parseAsRowKey,
  /** The position that the first page covered. */
  seen: matching(/^\d{1,19}$/),
} as const

/** Which figure's SQL is opened: by what it is told apart, or its rows. */
export const sqlParsers = {
  ...rowsParsers,
  by: parseAsStringLiteral(DIMENSIONS),
  of: parseAsStringLiteral(['rows']),
  /** A saved question. */
  saved: parseAsMatching(isUuid),
} as const

export const readFilterUrl = createLoader(filterParsers)
export const readDeskUrl = createLoader(deskParsers)
export const readRowsUrl = createLoader(rowsParsers)
export const readSqlUrl = createLoader(sqlParsers)
export type DeskUrl = Awaited<ReturnType<typeof readDeskUrl>>
export type RowsUrl = Awaited<ReturnType<typeof readRowsUrl>>
export type SqlUrl = Awaited<ReturnType<typeof readSqlUrl>>

export type FinancePath = '/finance' | `/finance/${'corridors' | 'countries' | 'settlement' | 'failures' | 'rows' | 'sql' | 'questions'}`

const serialize = createSerializer(sqlParsers)

export const financeHref = (path: FinancePath, url: Partial<SqlUrl> = {}): string => serialize(path, url)

/** Where the rows behind a figure of a page stand. */
export const rowsHref = (url: DeskUrl, which: Partial<RowsUrl> & Pick<RowsUrl, 'figure'>): string =>
  financeHref('/finance/rows', { ...url, chart: null, ...which })

/** What is chosen for all pages of the desk. */
export const filterUrl = ({ from, to, currency, company, rail, grain, compare, ...rest }: Partial<DeskUrl>): Partial<DeskUrl> => ({
  ...{ from, to, currency, company, rail, grain, compare, 'as-of': rest['as-of'], zone: rest.zone },
})

/** The moment of the past that an address names, as finance is asked for it; null where it means now. A time without a zone is left as it is, and refused. */
export function asOfMoment(url: { 'as-of': string | null; zone: string | null }): string | null {
  const asked = url['as-of']
  return asked !== null && url.zone !== null && LOCAL.test(asked) ? (instantOf(asked, url.zone)?.toISOString() ?? asked) : asked
}
