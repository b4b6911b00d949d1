/** What a figure of the finance desk is asked with: which days, of which payouts, in which parts of time. */
import type { Parameters } from '../duckdb'

/** In which parts a range of time is shown. */
export const GRAINS = ['day', 'week', 'month', 'quarter'] as const
export type Grain = (typeof GRAINS)[number]

/** The figures whose rows can be seen; what each counts is said by its source (figure-sources.ts). */
export const FIGURES = ['paid', 'fees', 'fee-per-payout', 'failures', 'ended', 'settlement', 'open', 'stopped', 'payouts'] as const
export type FigureName = (typeof FIGURES)[number]

/** What a figure can be told apart by. */
export const DIMENSIONS = ['corridor', 'country', 'rail', 'reason', 'status', 'company'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** A reason that the bank did not give, as a word of the address. */
export const NO_REASON = 'none'

export type Question = {
  /** First and last day, both included: "2026-06-01". */
  from: string
  to: string
  grain: Grain
  /** What the payouts were paid in. */
  currency?: string | undefined
  /** A company's code. */
  company?: string | undefined
  rail?: string | undefined
  /** "DE-ES" */
  corridor?: string | undefined
  /** The beneficiary's. */
  country?: string | undefined
  /** The bank's reason code, or `NO_REASON`. */
  reason?: string | undefined
  status?: string | undefined
  /** The currency of the rows themselves: of fees that of the charge, else that of the payout. */
  rowCurrency?: string | undefined
  /** One part of the time, written as `bucketSql` writes it. */
  bucket?: string | undefined
  /** The ids of the companies the asking person may see; null means every one. */
  companies: readonly string[] | null
}

/** The values that the SQL of this folder binds; an empty text narrows nothing. */
export function parametersOf(question: Question): Parameters {
  const { from, to, currency = '', company = '', rail = '', corridor = '', country = '', reason = '', status = '' } = question
  const { rowCurrency = '', bucket = '', companies } = question
  return {
    ...{ from, to, currency, company, rail, corridor, country, reason, status, rowCurrency, bucket },
    ...{ everyCompany: companies === null, companies: companies?.join(',') ?? '' },
  }
}

/** The first day of the first month and the last day of the last. */
export function daysOf({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [year = 0, month = 1] = to.split('-').map(Number)
  return { from: `${from}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) }
}

/** A part of time as SQL writes it, of a column that is a day: "2026-11-03" (a week is its Monday), "2026-11", "2026-Q4". */
export const bucketSql = (grain: Grain, day: string): string => BUCKETS[grain](day)

const BUCKETS: Readonly<Record<Grain, (day: string) => string>> = {
  day: (day) => `strftime(${day}, '%Y-%m-%d')`,
  week: (day) => `strftime(date_trunc('week', ${day}), '%Y-%m-%d')`,
  month: (day) => `strftime(${day}, '%Y-%m')`,
  quarter: (day) => `(year(${day}) || '-Q' || quarter(${day}))`,
}
