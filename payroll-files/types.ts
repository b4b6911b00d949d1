/**
 * Payroll files as people have them: what is passed between the parts that sight, map and read them. What these types come from:
 *
 * - `sight.ts`: `sightPayrollFile(file: PayrollSource, remembered?: Mapping | null, chosen?: Chosen): Promise<Sighting | Refusal>` looks at a bounded head of the
 *   file and proposes a mapping; what cannot be told from the file is a question.
 * - `mapping-schema.ts`: `mappingSchema` (zod: a mapping comes from a form and is stored per company); `mapping.ts`: `answered(mapping, answer: Answer): Mapping`,
 *   `mappingGaps(mapping): Gap[]` (empty when it can be read).
 * - `read.ts`: `readPayrollFile(file: PayrollSource, mapping: Mapping, rules: PayrollRules, options?: { rowsMax?: number }): AsyncGenerator<ReadStep>`
 *   streams the rows; ends with exactly one step `end` or `refused`; never throws on content. Nothing counts before `end`.
 *   With `rowsMax` it is the preview beside the mapping.
 * - `read-bytes.ts`: `readPayrollBytes(bytes, amounts?): Promise<PayrollFile>` for small files in memory that need no question but the one about amounts.
 * - `error-file.ts`: `errorFile(mapping: Mapping, header: readonly string[], refused: AsyncIterable<RefusedRow>): Readable`
 *   the refused rows as CSV, with a last column that says what is wrong; it can be corrected and uploaded with the same mapping.
 */
import type { Umlauts } from '@/iso20022/charset'
import type { Answer, Mapping, MappingField } from './mapping'
import type { PayrollLine } from './payroll-line'
import type { PayrollProblem } from './payroll-problems'

/** A file on disk, by its path, or a small one in memory. `name` is what the person called it. */
export type PayrollSource = { name: string; path: string } | { name: string; bytes: Uint8Array }

/** Why a file cannot be read at all, in one sentence with what to do. */
export type Refusal = { kind: 'refused'; sentence: string }

export type Format = 'csv' | 'xlsx'

/** A column as the file has it. */
export type SeenColumn = {
  /** From 0. */
  index: number
  /** As a spreadsheet names it: "A", "AB". */
  letter: string
  header: string
  /** The first different values below the header, three at most, shortened. */
  examples: string[]
}

/** A row of the head, as it stands; `row` counts from 1 as a spreadsheet shows it. */
export type SeenRow = { row: number; cells: string[] }

export type Inspection = {
  kind: 'sighting'
  format: Format
  bytes: number
  /** Names of the sheets that have rows; empty for CSV. */
  sheets: string[]
  columns: SeenColumn[]
  /** The first rows of the file from its top, 20 at most, for a person to look at. */
  head: SeenRow[]
  /** Rows that were looked at; the file may have more. */
  rowsSeen: number
  /** The proposal; with questions open it is not complete. */
  mapping: Mapping
  /** Where the proposal comes from. */
  from: { kind: 'remembered' } | { kind: 'preset'; name: string } | { kind: 'headers' }
  questions: Question[]
  /** What a clerk might want to know: rows above the header that are skipped, a letter that was lost. */
  remarks: string[]
}

/** Something only a person can say. Answered by one of its options, or by mapping the field by hand. */
export type Question = {
  /** Stable within a sighting: "amount-style", "column:account". */
  id: string
  field: MappingField | null
  sentence: string
  options: { label: string; answer: Answer }[]
}

/** What a file is judged against beside itself. */
export type PayrollRules = {
  /** The currencies the company has an account in, with the most one payment may be (null: only the network's limit). Null skips that check. */
  currencies: Readonly<Record<string, bigint | null>> | null
  names: NameRules
  /** Each line of a person is paid (salary and bonus, or two accounts); otherwise the second is refused and asked about. */
  severalLines?: boolean
}

/** How the company's bank has names written, and what its people settled of names that no bank carries, by `latinKey`. */
export type NameRules = { umlauts: Umlauts; latin: ReadonlyMap<string, LatinName> }

/** What a name in another script is in Latin letters, and who said so. */
export type LatinName = { text: string; by: string }

export const PLAIN_NAMES: NameRules = { umlauts: 'one-letter', latin: new Map() }

/** Two people of one name may be written in two ways: the employee number belongs to it. Where the name stands for it, the number is ''. */
export const latinKey = (employeeNumber: string, name: string): string => `${employeeNumber}\n${name}`

/**
 * A row that was not taken. `cells` are the file's own; `reasons` name the column as the file does. `proposed` is what a cell would be by rule, by its
 * index: a name in Latin letters.
 */
export type RefusedRow = { row: number; cells: string[]; reasons: string[]; proposed?: Readonly<Record<string, string>> | null }

/** Up to 1,000 rows of the file. */
export type ReadBatch = {
  kind: 'batch'
  lines: PayrollLine[]
  refused: RefusedRow[]
  problems: PayrollProblem[]
  /** Worth a look, not wrong: a shared account, a name as the bank will get it, a row left out as a total. */
  notes: PayrollProblem[]
  progress: { bytes: number; bytesTotal: number; rows: number }
}

export type ReadEnd = {
  kind: 'end'
  /** The header row's cells, for the error file. */
  header: string[]
  /** Rows with something in them, below the header. */
  rows: number
  lines: number
  refused: number
  /** How many of them because their person stands above already. */
  severalLines: number
  /** Rows left out because they pay nobody: totals, the headings again, words below the table. */
  otherRows: number
  /** Notes are given up to 1,000; so many more there would be. */
  notesLeftOut: number
  totals: { currency: string; amountMinor: bigint; lines: number }[]
  /** Concerning the whole file: no lines, a row after which nothing could be read. Leaving rows out does not help. */
  problems: PayrollProblem[]
}

export type ReadStep = ReadBatch | ReadEnd | Refusal
