import { monthWords } from '@/components/time-words'
import type { RunDetail } from '@/payroll/runs/run'

/** "October", or "December 2025" when it was in another year than `period`. */
export function periodWords(of: string, period: string): string {
  const words = monthWords(of)
  return of.slice(0, 4) === period.slice(0, 4) ? (words.split(' ')[0] ?? words) : words
}

/** The month whose regular pay this regular run follows; null for the first, and for runs of another kind. */
export const previousWords = ({ previousPeriod, period }: Pick<RunDetail, 'previousPeriod' | 'period'>): string | null =>
  previousPeriod === null ? null : periodWords(previousPeriod, period)
