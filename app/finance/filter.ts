/** What a finance page looks at, read from its URL; a bad value falls back and is named. */
import type { Session } from '@/access/session'
import { isCurrency } from '@/events/money'
import type { Filter } from '@/finance/reader'

export type FinanceParams = {
  from?: string | undefined
  to?: string | undefined
  currency?: string | undefined
  company?: string | undefined
}
export type ReadFilter = { filter: Filter; ignored: string[] }

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/
const MONTHS_SHOWN = 6
const MONTHS_MAX = 36

/** The month `back` months before the one of `now`, in UTC. */
export function monthBack(now: Date, back: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7)
}

/** Every month from `from` to `to`, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to && months.length < MONTHS_MAX; month = monthBack(new Date(`${month}-01T00:00:00Z`), -1))
    months.push(month)
  return months
}

/** The last six months of every company, unless the URL says otherwise. */
export function readFilter(params: FinanceParams, session: Pick<Session, 'companies'>, now: Date): ReadFilter {
  const ignored: string[] = []
  const take = (name: keyof FinanceParams, isGood: (value: string) => boolean): string | null => {
    const value = params[name]
    if (!value) return null
    if (isGood(value)) return value
    ignored.push(`${name}=${value.slice(0, 40)}`)
    return null
  }
  const to = take('to', (value) => MONTH.test(value)) ?? monthBack(now, 0)
  const earliest = monthBack(new Date(`${to}-01T00:00:00Z`), MONTHS_MAX - 1)
  const from =
    take('from', (value) => MONTH.test(value) && value <= to && value >= earliest) ??
    monthBack(new Date(`${to}-01T00:00:00Z`), MONTHS_SHOWN - 1)
  const currency = take('currency', (value) => isCurrency(value))
  const company = take('company', (value) => /^[A-Z0-9]{2,8}$/.test(value))
  return { filter: { from, to, ...(currency && { currency }), ...(company && { company }), companies: session.companies }, ignored }
}
