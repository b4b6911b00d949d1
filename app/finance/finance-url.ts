/** What a finance page looks at, all of it in the address. */
import { createLoader, createParser, createSerializer } from 'nuqs/server'
import { isCurrency } from '@/events/money'

const parseAsMatching = (isGood: (text: string) => boolean) =>
  createParser({ parse: (text: string) => (isGood(text) ? text : null), serialize: (text: string) => text })

const parseAsMonth = parseAsMatching((text) => /^20\d\d-(0[1-9]|1[0-2])$/.test(text))
const parseAsCurrency = parseAsMatching(isCurrency)

export const filterParsers = {
  /** The first and the last month: "2026-06". */
  from: parseAsMonth,
  to: parseAsMonth,
  currency: parseAsCurrency,
  /** A company's code. */
  company: parseAsMatching((text) => /^[A-Z0-9]{2,8}$/.test(text)),
} as const

export const feesParsers = {
  ...filterParsers,
  /** The currency that the chart is drawn in; fees in different ones have no common height. */
  chart: parseAsCurrency,
} as const

export const readFilterUrl = createLoader(filterParsers)
export const readFeesUrl = createLoader(feesParsers)
export type FilterUrl = Awaited<ReturnType<typeof readFilterUrl>>
export type FeesUrl = Awaited<ReturnType<typeof readFeesUrl>>

const serialize = createSerializer(feesParsers)

export const financeHref = (path: '/finance' | '/finance/countries', url: Partial<FeesUrl> = {}): string => serialize(path, url)
