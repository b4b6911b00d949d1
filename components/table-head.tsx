import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { cx } from './cx'
import { type Column, type DataTableProps, TABLE_ROLES } from './table-types'

/** The headings; on a phone only for screen readers, because each stacked cell says its own. */
export function TableHead<Row>({ columns, rows, rowKey, checkedKeys, onCheck, onCheckAll }: DataTableProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => checkedKeys?.has(rowKey(row)))
  return (
    <thead {...TABLE_ROLES.group} className="bg-sunken text-xs text-muted max-sm:sr-only">
      <tr {...TABLE_ROLES.row}>
        {onCheck && (
          <th scope="col" {...TABLE_ROLES.head} className="w-9 border-b border-line pl-3 text-left">
            {onCheckAll ? (
              <input
                type="checkbox"
                aria-label="Select all rows"
                checked={all}
                onChange={(event) => onCheckAll(event.target.checked)}
                className="block size-4 accent-(--accent)"
              />
            ) : (
              <span className="sr-only">Selected</span>
            )}
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            {...TABLE_ROLES.head}
            aria-sort={ariaSort(column)}
            style={{ width: column.width }}
            className={cx(
              'h-8 border-b border-line px-3 font-medium whitespace-nowrap',
              column.align === 'end' ? 'text-right' : 'text-left',
              from(column),
            )}
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
  if (shrinks && !sort) return <span className="block min-w-36">{header}</span>
  if (!sort) return header
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <Link href={sort.href} prefetch={false} scroll={false} className="group inline-flex items-center gap-1 hover:text-ink">
      {header}
      <Arrow aria-hidden="true" className={cx('size-3', sort.direction === null && 'opacity-0 group-hover:opacity-60')} />
    </Link>
  )
}

function ariaSort<Row>({ sort }: Column<Row>): 'ascending' | 'descending' | undefined {
  return sort?.direction ? ({ asc: 'ascending', desc: 'descending' } as const)[sort.direction] : undefined
}

function from<Row>(column: Column<Row>): string | undefined {
  return column.from && { md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' }[column.from]
}
