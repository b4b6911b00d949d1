/** A refused file's problems as they are listed, counted and taken along. */
import type { InputError } from '@/components/api-problem'
import { csvText } from './csv-text'

export type Listed = { key: string; row: number | null; field: string | null; reason: string }

export const listProblems = (errors: readonly InputError[]): Listed[] =>
  errors.map(({ row, field, reason }, index) => ({ key: String(index), row: row ?? null, field: field ?? null, reason }))

/** The server lists at most 1,000 problems; its last line then says how many more there are. */
const MORE = /^And ([\d,]+) more\.$/

export type ProblemCounts = { total: number; rows: number; fields: { field: string; count: number }[] }

/** How many problems, in how many rows, and in which columns, the most frequent first. */
export function countProblems(errors: readonly InputError[]): ProblemCounts {
  const more = MORE.exec(errors.at(-1)?.reason ?? '')
  const listed = more ? errors.slice(0, -1) : errors
  const fields = new Map<string, number>()
  for (const { field } of listed) fields.set(field ?? 'whole row', (fields.get(field ?? 'whole row') ?? 0) + 1)
  return {
    total: listed.length + Number(more?.[1]?.replaceAll(',', '') ?? 0),
    rows: new Set(listed.flatMap(({ row }) => row ?? [])).size,
    fields: [...fields].map(([field, count]) => ({ field, count })).sort((a, b) => b.count - a.count),
  }
}

export const errorFile = (errors: readonly InputError[]): string =>
  csvText([['row', 'column', 'problem'], ...errors.map(({ row, field, reason }) => [String(row ?? ''), field ?? '', reason])])
