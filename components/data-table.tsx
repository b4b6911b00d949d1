import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { TableRow } from './table-row'
import { TableKeys } from './table-keys'
import type { Column } from './table-types'

export type { Column } from './table-types'

export type DataTableProps<Row> = {
  /** What the table is, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where Enter and a click lead. */
  rowHref?: (row: Row) => string
  /** The row that is peeked or otherwise the one meant. */
  selectedKey?: string | null
  /** Rows marked for a bulk action; with `onCheck` a column of checkboxes appears. */
  checkedKeys?: ReadonlySet<string>
  onCheck?: (key: string) => void
  onCheckAll?: (checked: boolean) => void
  onPeek?: (key: string) => void
  /** Instead of `rowHref`. */
  onOpen?: (key: string) => void
  /** Shows `expectedRows` grey rows, so that nothing moves when the answer comes. */
  loading?: boolean
  expectedRows?: number
  /** Shown in place of rows: `NothingYet`, `NothingMatches`, `Failed`, `Forbidden`. */
  empty?: ReactNode
  /** A failed load; shown instead of everything. */
  error?: ReactNode
  /** Below the rows, inside the frame: a total. */
  footer?: ReactNode
  /** Says more about a row to those who cannot see it is selected. */
  rowLabel?: (row: Row) => string
}

/**
 * Rows of 36 px; two or three lines with the money first on a phone. j and k move, Enter opens, Space peeks, x marks.
 * Works in server components (then without the `on…` functions): rows are plain HTML, only the keys need script.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, onPeek, onOpen, onCheck, loading = false, expectedRows = 8, empty, error, footer } = props
  const width = columns.length + (onCheck ? 1 : 0)
  const blank = !loading && (error !== undefined || rows.length === 0)
  return (
    <TableKeys onPeek={onPeek} onOpen={onOpen} onCheck={onCheck}>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="overflow-x-auto max-sm:overflow-visible">
          {/* Roles are said aloud because display:flex on a phone takes them away. */}
          <table role="table" aria-busy={loading || undefined} className="w-full border-collapse max-sm:block">
            <caption className="sr-only">{caption}</caption>
            {!blank && <Head {...props} />}
            <tbody role="rowgroup" className="max-sm:block">
              {loading && Array.from({ length: expectedRows }, (_, index) => <LoadingRow key={`loading-${index + 1}`} columns={width} />)}
              {!loading && !blank && rows.map((row) => <TableRow key={props.rowKey(row)} row={row} table={props} />)}
              {blank && (
                <tr role="row" className="max-sm:block"><td role="cell" colSpan={width} className="max-sm:block">{error ?? empty}</td></tr>
              )}
            </tbody>
          </table>
        </div>
        {footer && <div className="border-t border-line bg-sunken px-3 py-2">{footer}</div>}
      </div>
    </TableKeys>
  )
}

function Head<Row>({ columns, rows, rowKey, checkedKeys, onCheck, onCheckAll }: DataTableProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => checkedKeys?.has(rowKey(row)))
  return (
    <thead role="rowgroup" className="bg-sunken text-xs text-muted max-sm:sr-only">
      <tr role="row">
        {onCheck && (
          <th scope="col" role="columnheader" className="w-9 border-b border-line pl-3 text-left">
            {onCheckAll
              ? <input type="checkbox" aria-label="Mark all rows" checked={all} onChange={(event) => onCheckAll(event.target.checked)} className="block size-4 accent-(--accent)" />
              : <span className="sr-only">Marked</span>}
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id} scope="col" role="columnheader" aria-sort={ariaSort(column)} style={{ width: column.width }}
            className={cx('h-8 border-b border-line px-3 font-medium whitespace-nowrap', column.align === 'end' ? 'text-right' : 'text-left', from(column))}
          >
            <Heading column={column} />
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Heading<Row>({ column: { header, headerHidden, sort, shrinks } }: { column: Column<Row> }) {
  if (headerHidden) return <span className="sr-only">{header}</span>
  // The heading holds a shrinking column open: its cells have no width of their own.
  if (shrinks && !sort) return <span className="block min-w-44">{header}</span>
  if (!sort) return header
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <Link href={sort.href} prefetch={false} scroll={false} className="group inline-flex items-center gap-1 hover:text-ink">
      {header}
      <Arrow aria-hidden="true" className={cx('size-3', sort.direction === null && 'opacity-0 group-hover:opacity-60')} />
    </Link>
  )
}

function LoadingRow({ columns }: { columns: number }) {
  return (
    <tr role="row" aria-hidden="true" className="animate-pulse border-b border-line last:border-0 max-sm:block max-sm:h-[73px] max-sm:p-3">
      {Array.from({ length: columns }, (_, index) => (
        <td key={`cell-${index + 1}`} className={cx('h-9 px-3 max-sm:h-auto max-sm:p-0', index > 1 ? 'max-sm:hidden' : 'max-sm:block max-sm:pb-2')}>
          <span className="block h-3 w-full max-w-32 rounded-sm bg-line" />
        </td>
      ))}
    </tr>
  )
}

function ariaSort<Row>({ sort }: Column<Row>): 'ascending' | 'descending' | undefined {
  return sort?.direction ? ({ asc: 'ascending', desc: 'descending' } as const)[sort.direction] : undefined
}

function from<Row>(column: Column<Row>): string | undefined {
  return column.from && { md: 'max-md:hidden', lg: 'max-lg:hidden' }[column.from]
}
