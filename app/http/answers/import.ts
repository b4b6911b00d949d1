/** What routes answer of a payroll file on its way to a draft. */
import { z } from 'zod'
import { RUN_KINDS } from '@/payroll/runs/run-kind'
import { ACCOUNT_STYLES, DELIMITERS, ENCODINGS, MAPPING_FIELDS } from '@/payroll-files/mapping'
import { minorUnits } from './amount'
import { repetition, total } from './run'

export const format = z.enum(['csv', 'xlsx'])

export const seenColumn = z.strictObject({ index: z.int(), letter: z.string(), header: z.string(), examples: z.array(z.string()) })

export const seenRow = z.strictObject({ row: z.int(), cells: z.array(z.string()) })

export const amountStyle = z.strictObject({
  decimal: z.enum([',', '.']),
  group: z.enum(['', ',', '.', ' ', "'"]),
  exact: z.boolean(),
  unit: z.enum(['major', 'minor']),
})

export const fieldSource = z.union([
  z.strictObject({ from: z.literal('column'), header: z.string(), index: z.int() }),
  z.strictObject({ from: z.literal('value'), value: z.string() }),
  z.strictObject({ from: z.literal('iban') }),
  z.strictObject({ from: z.literal('name') }),
])

export const mapping = z.strictObject({
  sheet: z.string().nullable(),
  encoding: z.enum(ENCODINGS).nullable(),
  delimiter: z.enum(DELIMITERS).nullable(),
  headerRow: z.int().nullable(),
  columns: z.int().optional(),
  nameOrder: z.enum(['first-last', 'last-first']),
  accountStyle: z.enum(ACCOUNT_STYLES),
  amountStyle: amountStyle.nullable(),
  leaveOutTotals: z.boolean(),
  fields: z.partialRecord(z.enum(MAPPING_FIELDS), fieldSource),
})

export const question = z.strictObject({
  id: z.string(),
  field: z.enum(MAPPING_FIELDS).nullable(),
  sentence: z.string(),
  options: z.array(z.strictObject({ label: z.string(), answer: mapping.partial() })),
})

export const inspection = z.strictObject({
  kind: z.literal('sighting'),
  format,
  bytes: z.int(),
  sheets: z.array(z.string()),
  columns: z.array(seenColumn),
  head: z.array(seenRow),
  rowsSeen: z.int(),
  mapping,
  from: z.union([
    z.strictObject({ kind: z.literal('remembered') }),
    z.strictObject({ kind: z.literal('preset'), name: z.string() }),
    z.strictObject({ kind: z.literal('headers') }),
  ]),
  questions: z.array(question),
  remarks: z.array(z.string()),
})

export const importState = z.enum(['refused', 'uploaded', 'checking', 'ready', 'imported', 'abandoned'])

export const payrollProblem = z.strictObject({
  row: z.int().nullable(),
  field: z.string().nullable(),
  column: z.string().nullable(),
  reason: z.string(),
})

export const importReport = z.strictObject({
  refusal: z.string().nullable(),
  header: z.array(z.string()),
  rows: z.int(),
  severalLines: z.int().optional(),
  otherRows: z.int(),
  problems: z.array(payrollProblem),
  notes: z.array(payrollProblem),
  notesCount: z.int(),
  corrections: z.array(z.strictObject({ fileName: z.string(), sha256: z.string(), rows: z.int() })),
  edited: z.int().optional(),
  correctionRefusal: z.string().nullable(),
})

export const importDetail = z.strictObject({
  id: z.string(),
  companyId: z.string(),
  companyName: z.string(),
  period: z.string(),
  payDate: z.string(),
  kind: z.enum(RUN_KINDS),
  severalLines: z.boolean(),
  fileName: z.string(),
  sizeBytes: z.int(),
  sighting: inspection,
  mapping,
  version: z.int(),
  state: importState,
  stopped: z.boolean(),
  drafting: z.boolean(),
  progress: z.strictObject({
    rows: z.int(),
    bytes: z.int(),
    bytesTotal: z.int(),
    startedAt: z.string().nullable(),
    correction: z.string().nullable(),
  }),
  report: importReport.nullable(),
  refused: z.int(),
  lines: z.int(),
  totals: z.array(total),
  repetition: repetition.nullable(),
  leftOut: z.strictObject({ rows: z.int(), reason: z.string(), by: z.string() }).nullable(),
  createdByName: z.string(),
  createdAt: z.string(),
  run: z.strictObject({ id: z.string(), reference: z.string() }).nullable(),
})

export const refusedRow = z.strictObject({
  row: z.int(),
  cells: z.array(z.string()),
  reasons: z.array(z.string()),
  proposed: z.record(z.string(), z.string()).nullable().optional(),
})

export const editedRows = z.strictObject({ id: z.string(), taken: z.int(), refused: z.array(refusedRow), left: z.int() })

export const previewLine = z.strictObject({
  row: z.int(),
  employeeNumber: z.string(),
  employeeName: z.string(),
  nameInFile: z.string().nullable(),
  country: z.string(),
  account: z.string(),
  bic: z.string().nullable(),
  currency: z.string(),
  amountMinor: minorUnits,
})

export const preview = z.strictObject({ lines: z.array(previewLine), refused: z.array(refusedRow), refusal: z.string().nullable() })

export const mapped = z.strictObject({ sighting: inspection, mapping, preview, version: z.int() })

export const begunImport = z.strictObject({ id: z.string(), direct: z.boolean(), begunBefore: z.boolean() })

/** The check of a file has begun, and goes on after the answer. */
export const checkBegun = z.strictObject({ id: z.string(), state: z.literal('checking') })
