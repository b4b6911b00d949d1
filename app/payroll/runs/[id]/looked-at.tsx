'use client'
import { useEffect } from 'react'
import type { RunDetail } from '@/payroll/runs/run'
import type { LineRow, SinceBefore } from '@/payroll/runs/run-lines'
import { addLooked } from './looked'

/** Remembers which lines this person has had before them, until the tab is closed: the approval says how many of them there were. */
export function LookedAt({ run, rows }: { run: Pick<RunDetail, 'id' | 'seal'>; rows: readonly Pick<LineRow, 'lineNumber' | 'since'>[] }) {
  const lines: [number, SinceBefore][] = rows.map(({ lineNumber, since }) => [lineNumber, since])
  const key = JSON.stringify(lines)
  useEffect(() => addLooked(run, JSON.parse(key) as [number, SinceBefore][]), [run, key])
  return null
}
