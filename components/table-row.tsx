import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { type Column, type DataTableProps, type PhonePlace, TABLE_ROLES } from './table-types'

const PLACE: Readonly<Record<PhonePlace, string>> = {
  money: 'max-sm:order-1 max-sm:text-left',
  aside: 'max-sm:order-2 max-sm:min-w-0 max-sm:flex-1 max-sm:text-right max-sm:[&>span]:justify-end',
  lead: 'max-sm:order-3 max-sm:min-w-0 max-sm:basis-full',
  detail: 'max-sm:order-4 max-sm:text-xs max-sm:text-muted',
  hide: 'max-sm:hidden',
}
const FROM = {
  md: 'sm:max-md:hidden max-sm:hidden',
  lg: 'sm:max-lg:hidden max-sm:hidden',
  xl: 'sm:max-xl:hidden max-sm:hidden',
} as const

/** One row: a line of a table, or a small stack on a phone. Its first cell that leads carries the link, stretched over the row. */
export function TableRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const { columns, rowKey, rowHref, selectedKey, checkedKeys, onCheck, onOpen, rowLabel } = table
  const key = rowKey(row)
  const selected = selectedKey === key
  const link = columns.find((column) => placeOf(column) === 'lead') ?? columns[0]
  const money = columns.some((column) => placeOf(column) === 'money')
  return (
    <tr
      {...TABLE_ROLES.row}
      data-row={key}
      aria-current={selected || undefined}
      aria-label={rowLabel?.(row)}
      tabIndex={rowHref ? undefined : -1}
      className={cx(
        'relative border-b border-line last:border-0 focus-within:shadow-[inset_2px_0_var(--accent)] focus:outline-none',
        'max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:px-3 max-sm:py-2.5',
        selected ? 'bg-accent-soft' : (rowHref || onOpen) && 'hover:bg-hover',
        onOpen && 'cursor-pointer',
      )}
    >
      {onCheck && (
        <td {...TABLE_ROLES.cell} className="pl-3 max-sm:order-0 max-sm:p-0">
          <input
            type="checkbox"
            data-check=""
            checked={checkedKeys?.has(key) ?? false}
            onChange={() => onCheck(key)}
            aria-label={`Select ${rowLabel?.(row) ?? 'this row'}`}
            className="relative z-1 block size-4 accent-(--accent)"
          />
        </td>
      )}
      {columns.map((column) => {
        const place = placeOf(column)
        return (
          <td
            key={column.id}
            {...TABLE_ROLES.cell}
            className={cx(
              'h-9 px-3 whitespace-nowrap max-sm:h-auto max-sm:p-0 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]',
              '[&_a:not([data-stretch])]:relative [&_a:not([data-stretch])]:z-1 [&_button]:relative [&_button]:z-1',
              column.align === 'end' && 'num text-right max-sm:text-left',
              place === 'lead' && !money ? 'max-sm:order-1 max-sm:min-w-0 max-sm:flex-1' : PLACE[place],
              column.shrinks && 'sm:w-full sm:max-w-0 sm:truncate',
              column.from && FROM[column.from],
            )}
          >
            {place === 'detail' && !column.headerHidden && <span className="text-faint sm:hidden">{column.header} </span>}
            {rowHref && column === link ? <RowLink href={rowHref(row)}>{column.cell(row)}</RowLink> : column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}

/** A cell that says nothing of itself is small print. */
function placeOf<Row>({ phone }: Column<Row>): PhonePlace {
  return phone ?? 'detail'
}

function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} data-stretch="" className="after:absolute after:inset-0 max-sm:block max-sm:min-h-6 max-sm:py-0.5">
      {children}
    </Link>
  )
}
