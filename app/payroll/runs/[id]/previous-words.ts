import { monthWords } from '@/components/time-words'
import type { RunDetail } from '@/payroll/queries/run'

/** "October", or "December 2025" when it was in another year: what differences are told against. Null for a company's first run. */
export function previousWords({ previous, period }: Pick<RunDetail, 'previous' | 'period'>): string | null {
  if (!previous) return null
  const words = monthWords(previous.period)
  return previous.period.slice(0, 4) === period.slice(0, 4) ? (words.split(' ')[0] ?? words) : words
}
