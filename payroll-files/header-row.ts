/** Which row names the columns. */
import { HEADER_ROWS_MAX } from './columns'
import { fieldsOf } from './header-words'
import type { Row } from './row'

/** @returns the row and how many fields its cells are known names of; without any, the first row with two cells or more. */
export function headerIn(rows: readonly Row[]): { row: Row | null; fields: number } {
  let best: Row | null = null
  let most = 0
  for (const row of rows) {
    if (row.row > HEADER_ROWS_MAX) break
    const fields = new Set(row.cells.flatMap((cell) => fieldsOf(cell).slice(0, 1))).size
    if (fields > most) {
      best = row
      most = fields
    }
  }
  if (most >= 2) return { row: best, fields: most }
  const first = rows.find(({ row, cells }) => row <= HEADER_ROWS_MAX && cells.filter((cell) => cell.trim() !== '').length >= 2)
  return { row: best ?? first ?? rows.find(({ cells }) => cells.some((cell) => cell.trim() !== '')) ?? null, fields: most }
}
