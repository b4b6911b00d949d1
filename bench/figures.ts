/** Medians and ranges, printed and kept in docs/bench. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** "12.3 (11.9–14.0)" */
export function range(values: readonly number[], digits = 1): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`
}

export function keep(name: string, figures: Record<string, unknown>): void {
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'bench', `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`)
}
