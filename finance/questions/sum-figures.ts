/** Figures as sums of their rows: each currency by itself, in parts of time and as a whole, now and in the time before. */
import { type Connection, rowsOf } from '../duckdb'
import { isOfCharges, rowsOfFigure } from './figure-sources'
import { type Dimension, type FigureName, parametersOf, type Question } from './question'

/** Sums of a figure's rows. Where `currency` is null they are of all currencies together, and there is no amount. */
export type FigureSum = {
  /** Of the time it is compared with. */
  before: boolean
  /** What it is told apart by; null where nothing is. */
  by: string | null
  currency: string | null
  /** A part of the time; null for the whole of it. */
  bucket: string | null
  rows: number
  /** Each once, however many rows it has. */
  payouts: number
  /** Exact, beyond 2^53 too. */
  minor: string | null
  /** Those that failed or came back. */
  unpaid: number
  /** The time within which half of the payouts were booked, and nine in ten: one that a payout took, in seconds. */
  halfWithin: number | null
  nineInTenWithin: number | null
  withinADay: number
}

type Asked = { figure: FigureName; by?: Dimension | undefined; before?: { from: string; to: string } | undefined }

const COLUMN: Readonly<Record<Dimension, string>> = {
  ...{ corridor: 'corridor', country: 'country', rail: 'rail', reason: 'reason', status: 'status' },
  company: 'company_code',
}

const TIMES = `quantile_disc(seconds, 0.5) AS "halfWithin", quantile_disc(seconds, 0.9) AS "nineInTenWithin", count(*) FILTER (seconds <= 86400) AS "withinADay"`
/** Asked for nothing, these were a third of the time. */
const NO_TIMES = 'NULL AS "halfWithin", NULL AS "nineInTenWithin", 0 AS "withinADay"'

/** Sums of a figure over its days and over those `before`, for the whole and for each part of time. @throws DuckDB's error. */
export async function sumFigure(connection: Connection, question: Question, { figure, by, before }: Asked): Promise<FigureSum[]> {
  const column = by ? COLUMN[by] : 'NULL::VARCHAR'
  const within = 'day BETWEEN $from::DATE AND $to::DATE'
  const earlier = before ? ' OR day BETWEEN $beforeFrom::DATE AND $beforeTo::DATE' : ''
  const rows = await rowsOf<Told>(
    connection,
    `${rowsOfFigure(figure, question.grain, within + earlier)}, told AS (SELECT *, NOT (${within}) AS before, ${column} AS dimension FROM rows)
    SELECT before, dimension AS "by", row_currency AS currency, bucket, count(*) AS rows, ${isOfCharges(figure) ? 'count(DISTINCT id)' : 'count(*)'} AS payouts,
      CASE WHEN grouping(row_currency) = 0 THEN sum(minor)::VARCHAR END AS minor,
      count(*) FILTER (status IN ('failed', 'returned')) AS unpaid,
      ${figure === 'settlement' ? TIMES : NO_TIMES}
    FROM told
    GROUP BY GROUPING SETS ((before, dimension, row_currency, bucket), (before, dimension, row_currency), (before, dimension, bucket), (before, dimension))
    ORDER BY before, dimension, currency, bucket`,
    { ...parametersOf(question), ...(before && { beforeFrom: before.from, beforeTo: before.to }) },
  )
  return rows.map((row) => ({
    ...row,
    rows: Number(row.rows),
    payouts: Number(row.payouts),
    unpaid: Number(row.unpaid),
    withinADay: Number(row.withinADay),
    halfWithin: row.halfWithin === null ? null : Number(row.halfWithin),
    nineInTenWithin: row.nineInTenWithin === null ? null : Number(row.nineInTenWithin),
  }))
}

/** Counts come as strings, because DuckDB's are of 64 bits; no count of payouts gets near 2^53. */
type Told = Pick<FigureSum, 'before' | 'by' | 'currency' | 'bucket' | 'minor'> &
  Record<'rows' | 'payouts' | 'unpaid' | 'withinADay', string> &
  Record<'halfWithin' | 'nineInTenWithin', string | null>
