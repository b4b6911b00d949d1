import type { ReactNode } from 'react'

/**
 * Where a cell goes when the row is stacked on a phone: `money` first, `aside` (a status) beside it, `lead` (what the row
 * is called) below, `detail` in small print with its heading, `hide` not at all.
 */
export type PhonePlace = 'money' | 'aside' | 'lead' | 'detail' | 'hide'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Figures and money are `end`. */
  align?: 'start' | 'end'
  phone?: PhonePlace
  /** Sorting happens on the server and is in the URL: the heading is a link. */
  sort?: { href: string; direction: 'asc' | 'desc' | null }
  /** The heading is for screen readers only (a column of buttons). */
  headerHidden?: boolean
  /** Left out below this width of the window, on phones too. */
  from?: 'md' | 'lg' | 'xl'
  /** Takes the room that is left and is cut off with … when there is too little: for long names. */
  shrinks?: boolean
  /** A CSS width; the rest is shared by content. */
  width?: string
}

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

/** Said aloud because rows are `display: flex` on a phone, and browsers then forget that this is a table. */
export const TABLE_ROLES = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const
