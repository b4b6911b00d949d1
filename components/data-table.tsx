import { cx } from './cx'
import { range } from './range'
import { ScrollX } from './scroll-x'
import { TableHead } from './table-head'
import { TableKeys } from './table-keys'
import { TableRow } from './table-row'
import { type DataTableProps, TABLE_ROLES } from './table-types'

export type { Column, DataTableProps } from './table-types'

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
      <div className="@container overflow-hidden rounded-lg border border-line bg-surface">
        <ScrollX label={caption} className="max-sm:overflow-visible">
          <table {...TABLE_ROLES.table} aria-busy={loading || undefined} className="w-full border-collapse max-sm:block">
            <caption className="sr-only">{caption}</caption>
            {!blank && <TableHead {...props} />}
            <tbody {...TABLE_ROLES.group} className="max-sm:block">
              {loading && range(expectedRows).map((number) => <LoadingRow key={number} columns={width} />)}
              {!loading && !blank && rows.map((row) => <TableRow key={props.rowKey(row)} row={row} table={props} />)}
              {blank && (
                <tr {...TABLE_ROLES.row} className="max-sm:block">
                  <td {...TABLE_ROLES.cell} colSpan={width} className="max-sm:block">
                    {error ?? empty}
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </ScrollX>
        {footer && <div className="border-t border-line bg-sunken px-3 py-2">{footer}</div>}
      </div>
    </TableKeys>
  )
}

function LoadingRow({ columns }: { columns: number }) {
  return (
    <tr {...TABLE_ROLES.row} className="animate-pulse border-b border-line last:border-0 max-sm:block max-sm:h-[73px] max-sm:p-3">
      {range(columns).map((number) => (
        <td key={number} className={cx('h-9 px-3 max-sm:h-auto max-sm:p-0', number > 2 ? 'max-sm:hidden' : 'max-sm:block max-sm:pb-2')}>
          <span className="block h-3 w-full max-w-32 rounded-sm bg-line" />
        </td>
      ))}
    </tr>
  )
}
