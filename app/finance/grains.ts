/** The parts in which months are shown: days, weeks from Monday, months, quarters; written as finance's questions write them. */
import { daysOf, type Grain } from '@/finance/questions/question'
import type { Comparison } from './finance-url'
import { monthBefore, monthLabels, monthName, monthsBetween, rangeBefore, rangeWords } from './months'

type Range = { from: string; to: string }

const DAY_MS = 86_400_000
/** More columns than this are no chart any more. */
const MONTHS_MAX: Readonly<Record<Grain, number>> = { day: 3, week: 18, month: 36, quarter: 36 }

/** The parts that months can be shown in: the one asked for, or the finest of the coarser ones that gives a readable number. */
export function grainOf(asked: Grain | null, range: Range): Grain {
  const months = monthsBetween(range.from, range.to).length
  const from = asked ?? 'month'
  if (months <= MONTHS_MAX[from]) return from
  return from === 'day' && months <= MONTHS_MAX.week ? 'week' : 'month'
}

/** Why other parts are shown than asked for; null when they are not. */
export function grainProblem(asked: Grain | null, range: Range): string | null {
  const shown = grainOf(asked, range)
  if (asked === null || shown === asked) return null
  return `${asked === 'day' ? 'Days' : 'Weeks'} are shown for ${MONTHS_MAX[asked]} months at most; showing ${shown}s`
}

/** Every part of the months, in order. */
export function bucketsBetween(range: Range, grain: Grain): string[] {
  const months = monthsBetween(range.from, range.to)
  if (grain === 'month') return months
  if (grain === 'quarter') return [...new Set(months.map((month) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`))]
  const { from, to } = daysOf(range)
  const first = grain === 'day' ? Date.parse(from) : mondayOf(Date.parse(from))
  const step = grain === 'day' ? DAY_MS : 7 * DAY_MS
  const buckets: string[] = []
  for (let day = first; day <= Date.parse(to); day += step) buckets.push(dayOf(day))
  return buckets
}

const mondayOf = (day: number): number => day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The first day after it. */
function endOf(bucket: string, grain: Grain): string {
  if (grain === 'day' || grain === 'week') return dayOf(Date.parse(bucket) + (grain === 'day' ? 1 : 7) * DAY_MS)
  const quarter = /-Q(\d)$/.exec(bucket)?.[1]
  const last = quarter ? `${bucket.slice(0, 4)}-${String(3 * Number(quarter)).padStart(2, '0')}` : bucket
  return `${monthBefore(last, -1)}-01`
}

/** How many of the parts, which are in order, are over. A figure of the others still grows. */
export const bucketsOver = (buckets: readonly string[], grain: Grain, now: Date): number =>
  buckets.filter((bucket) => endOf(bucket, grain) <= dayOf(now.getTime())).length

/** As short as a chart needs them: "Jun", "3 Nov", "Q4 26". */
export function bucketLabels(buckets: readonly string[], grain: Grain): string[] {
  if (grain === 'month') return monthLabels(buckets)
  if (grain === 'quarter') return buckets.map((bucket) => `${bucket.slice(5)} ${bucket.slice(2, 4)}`)
  const manyYears = new Set(buckets.map((bucket) => bucket.slice(0, 4))).size > 1
  return buckets.map((bucket) => {
    const [month = ''] = monthName(bucket.slice(0, 7)).split(' ')
    return `${Number(bucket.slice(8))} ${month}${manyYears ? ` ${bucket.slice(2, 4)}` : ''}`
  })
}

/** "3 Nov 2026", "the week of 2 Nov 2026", "Nov 2026", "Q4 2026" */
export function bucketName(bucket: string, grain: Grain): string {
  if (/-Q\d$/.test(bucket)) return `${bucket.slice(5)} ${bucket.slice(0, 4)}`
  if (bucket.length === 7) return monthName(bucket)
  const day = `${Number(bucket.slice(8))} ${monthName(bucket.slice(0, 7))}`
  return grain === 'week' ? `the week of ${day}` : day
}

/** "Jun – Nov 2026", or from the first part's name to the last one's. */
export function spanWords(buckets: readonly string[], grain: Grain): string {
  const [first = '', last = ''] = [buckets[0], buckets.at(-1)]
  if (grain === 'month') return rangeWords({ from: first, to: last })
  return first === last ? bucketName(first, grain) : `${bucketName(first, grain)} – ${bucketName(last, grain)}`
}

/** The months that a range is compared with. */
export const rangeCompared = (range: Range, compare: Comparison | null): Range =>
  compare === 'year' ? { from: monthBefore(range.from, 12), to: monthBefore(range.to, 12) } : rangeBefore(range)

/** "on the 6 months before", "on the same months a year ago" */
export function comparedWords(range: Range, compare: Comparison | null): string {
  const months = monthsBetween(range.from, range.to).length
  if (compare === 'year') return months === 1 ? 'on the same month a year ago' : 'on the same months a year ago'
  return `on the ${months === 1 ? 'month' : `${months} months`} before`
}
