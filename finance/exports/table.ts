/** A table as it is exported: rows of texts with what each column holds. */

/** `amount` is an exact decimal, `whole` a whole number of any size, `number` one that is not exact, `day` "2026-11-25". */
export type ColumnType = 'text' | 'whole' | 'amount' | 'number' | 'day'

export type Column = { name: string; type: ColumnType }
export type Cell = string | null

/** Batches are read as they are written; whoever stops writing stops the reading. */
export type Table = { columns: readonly Column[]; batches: AsyncIterable<readonly (readonly Cell[])[]> }
