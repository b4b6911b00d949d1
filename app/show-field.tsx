import type { ReactNode } from 'react'
import { Status } from '@/components/status'
import { statusWords } from './payout-words'

/** A field of a payout or run, as a conflict shows it. */
export function showField(field: string, value: unknown): ReactNode {
  if (value === null || value === undefined) return '–'
  if (field !== 'status') return field === 'seal' ? <code className="mono">{String(value).slice(0, 16)}…</code> : String(value)
  const { word, tone } = statusWords(String(value))
  return <Status tone={tone}>{word}</Status>
}
