/** Counts in rows and columns, the deeper the more: what is many stands out, and every number can be read and followed. */
import type { ReactNode } from 'react'
import { ScrollX } from './scroll-x'

export type HeatRow = { key: string; label: string; cells: readonly { value: number; shown: ReactNode }[] }

/** Darker than this, the words on it would not be read well. */
const DEEPEST_PERCENT = 34

/** `columns` are in the order of each row's cells; `columnNote` says what holds for one of them ("so far"). */
export function HeatMap({
  caption,
  corner,
  columns,
  rows,
}: {
  caption: string
  /** The heading of the rows' names. */
  corner: string
  columns: readonly { key: string; label: string; note?: string | undefined }[]
  rows: readonly HeatRow[]
}) {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ value }) => value)))
  return (
    <ScrollX label={caption} className="mb-4 rounded-lg border border-line bg-surface">
      <table className="w-full border-separate border-spacing-0.5 text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="px-2 py-1 text-left font-medium text-muted">
              {corner}
            </th>
            {columns.map(({ key, label, note }) => (
              <th key={key} scope="col" className="px-2 py-1 text-right font-medium whitespace-nowrap text-muted">
                {label}
                {note && <span className="block text-faint">{note}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row" className="px-2 py-1 text-left font-[550] whitespace-nowrap">
                {label}
              </th>
              {cells.map(({ value, shown }, index) => (
                <td
                  key={columns[index]?.key}
                  className="num rounded-[3px] px-2 py-1 text-right"
                  style={{ background: depthOf(value / most) }}
                >
                  {shown}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  )
}

/** By the root, or all but the largest would look alike. */
const depthOf = (share: number): string =>
  `color-mix(in oklab, var(--accent) ${(DEEPEST_PERCENT * Math.sqrt(share)).toFixed(1)}%, transparent)`
