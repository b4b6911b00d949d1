/** A figure, or the rows behind it, as a file. Accounts are masked and nobody is named, so a file that is passed on tells no one's pay. */
import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { decimalOf } from '@/events/money'
import type { Coverage } from '@/platform/freshness'
import type { FigureRow } from '../questions/figure-rows'
import { type FigureName, NO_REASON, type Question } from '../questions/question'
import type { FigureSum } from '../questions/sum-figures'
import type { Figures } from '../reader'
import { ROWS_MAX } from './limits'
import type { Cell, Column, Table } from './table'
import { writeCsv } from './write-csv'
import { writeParquet } from './write-parquet'
import { writeXlsx } from './write-xlsx'

export const FORMATS = { csv: writeCsv, xlsx: writeXlsx, parquet: writeParquet } as const
export type Format = keyof typeof FORMATS

/** Whoever does not take the file in this time is not waited for. */
const EXPORT_MS_MAX = 600_000

export type Export = { rows: number; coverage: Coverage; bytes: Readable }

const ROW_COLUMNS: readonly Column[] = [
  { name: 'day', type: 'day' },
  { name: 'company', type: 'text' },
  { name: 'run', type: 'text' },
  { name: 'line', type: 'whole' },
  { name: 'payout_id', type: 'text' },
  { name: 'position', type: 'whole' },
  { name: 'what', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'corridor', type: 'text' },
  { name: 'rail', type: 'text' },
  { name: 'account', type: 'text' },
  { name: 'end_to_end_id', type: 'text' },
  { name: 'amount', type: 'amount' },
  { name: 'amount_minor', type: 'whole' },
  { name: 'currency', type: 'text' },
  { name: 'seconds', type: 'whole' },
]

const rowCells = (row: FigureRow): Cell[] => [
  ...[row.day, row.companyCode, row.runReference, String(row.lineNumber), row.id, row.position, row.what, row.status],
  ...[row.reason === NO_REASON ? null : row.reason, row.corridor, row.rail, `${row.country}•••• ${row.accountLast4}`, row.endToEndId],
  ...[decimalOf(row.minor, row.currency), row.minor, row.currency, row.seconds],
]

/** What a file that is made in the background may do, and whoever waits for one may not. */
type Larger = {
  rowsMax: number
  limitMs: number
  /** Where what is not finished lies. */
  folder?: string
  /** Told before the first row and as rows are handed on; it stops the reading by throwing. */
  tell?: (rows: number, coverage: Coverage, written: number) => Promise<void>
}

/** The rows behind a figure; null before the first publication. `bytes` are null where there are more than there may be. @throws AskedTooMuch. */
export async function exportRows(
  reader: Figures,
  question: Question & { figure: FigureName },
  format: Format,
  signal: AbortSignal,
  { rowsMax, limitMs, folder, tell }: Larger = { rowsMax: ROWS_MAX, limitMs: EXPORT_MS_MAX },
): Promise<(Omit<Export, 'bytes'> & { bytes: Readable | null }) | null> {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const begun = Promise.withResolvers<Omit<Export, 'bytes'> | null>()
  const stop = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  stop.addEventListener('abort', () => batches.destroy(), { once: true })
  // It is told of by `bytes`; with nobody listening it would end the process.
  batches.on('error', () => {})
  let written = 0
  reader
    .everyRow(question, {
      begin: (rows, coverage) => begun.resolve({ rows, coverage }),
      take: async (rows) => {
        if (!batches.destroyed && !batches.write(rows.map(rowCells))) await taken(batches)
        if (batches.destroyed) throw new Error('nobody reads the file any more')
        written += rows.length
        await begun.promise.then((head) => head && tell?.(head.rows, head.coverage, written))
      },
    })
    .then(
      (isPublished) => (isPublished ? batches.end() : begun.resolve(null)),
      (error: Error) => {
        begun.reject(error)
        batches.destroy(error)
      },
    )
  const head = await begun.promise
  if (head === null) return null
  if (head.rows > rowsMax) {
    batches.destroy()
    return { ...head, bytes: null }
  }
  try {
    await tell?.(head.rows, head.coverage, 0)
  } catch (error) {
    batches.destroy()
    throw error
  }
  return { ...head, bytes: FORMATS[format]({ columns: ROW_COLUMNS, batches }, folder) }
}

/** Waits until there is room, or nobody reads any more, and then for neither: a file waits many times. */
async function taken(batches: PassThrough): Promise<void> {
  const over = new AbortController()
  const { signal } = over
  try {
    await Promise.race(['drain', 'close'].map((event) => once(batches, event, { signal }).catch(() => undefined)))
  } finally {
    over.abort()
  }
}

const SUM_COLUMNS: readonly Column[] = [
  { name: 'part', type: 'text' },
  { name: 'currency', type: 'text' },
  { name: 'rows', type: 'whole' },
  { name: 'payouts', type: 'whole' },
  { name: 'amount', type: 'amount' },
  { name: 'amount_minor', type: 'whole' },
  { name: 'failed_or_returned', type: 'whole' },
  { name: 'half_within_seconds', type: 'whole' },
  { name: 'nine_in_ten_within_seconds', type: 'whole' },
]

const wholeOrNull = (value: number | null): Cell => (value === null ? null : String(value))

const sumCells = (sum: FigureSum): Cell[] => [
  ...[sum.bucket ?? 'whole', sum.currency ?? 'all', String(sum.rows), String(sum.payouts)],
  ...(sum.minor === null || sum.currency === null ? [null, null] : [decimalOf(sum.minor, sum.currency), sum.minor]),
  ...[String(sum.unpaid), wholeOrNull(sum.halfWithin), wholeOrNull(sum.nineInTenWithin)],
]

/** A figure in each part of its time and as a whole; null before the first publication. @throws AskedTooMuch. */
export async function exportSums(
  reader: Figures,
  { figure, ...question }: Question & { figure: FigureName },
  format: Format,
): Promise<Export | null> {
  const { rows: [sums = []] = [], coverage } = await reader.figures(question, [{ figure }])
  if (coverage.position === null) return null
  const cells = sums.map(sumCells)
  async function* once() {
    yield cells
  }
  const table: Table = { columns: SUM_COLUMNS, batches: once() }
  return { rows: sums.length, coverage, bytes: FORMATS[format](table) }
}
