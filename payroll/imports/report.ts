/** What a check came to, beside the rows it wrote. */
import type { PayrollProblem } from '@/payroll-files/payroll-problems'

export type ImportReport = {
  /** Why the file cannot be read at all; the rest is then empty. */
  refusal: string | null
  /** The header row's cells, for the error file. */
  header: string[]
  /** Rows with something in them, below the header. */
  rows: number
  /** Rows that were refused for nothing but that their person stands above already; missing in older reports. */
  severalLines?: number
  /** Rows left out because they pay nobody: totals, the headings again, words below the table. */
  otherRows: number
  /** What concerns the whole file. */
  problems: PayrollProblem[]
  /** Worth a look, not wrong: the first of them, and how many there are. */
  notes: PayrollProblem[]
  notesCount: number
  /** Files of corrected rows that were added, in their order. */
  corrections: { fileName: string; sha256: string; rows: number }[]
  /** How many rows were corrected in the page; absent in reports from before that was possible. */
  edited?: number
  /** Why the last such file was not taken. */
  correctionRefusal: string | null
}

/** The report of a check that read nothing, for the reason given. */
export const emptyReport = (refusal: string | null): ImportReport => ({
  refusal,
  header: [],
  rows: 0,
  otherRows: 0,
  problems: [],
  notes: [],
  notesCount: 0,
  corrections: [],
  correctionRefusal: null,
})

/** More would help nobody. */
export const NOTES_MAX = 200
