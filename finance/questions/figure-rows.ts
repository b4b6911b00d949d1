/** The rows behind a figure: page by page by the key of the last one, or all of them one batch after another. */
import { type Connection, rowsOf } from '../duckdb'
import { rowsOfFigure } from './figure-sources'
import { type FigureName, parametersOf, type Question } from './question'

/** A payout, or one of its charges. Without names: who was paid is told by the payout's own page, which asks who looks. */
export type FigureRow = {
  id: string
  /** Of the event that says so. */
  position: string
  /** 0 for the payout itself, else which of its charges. */
  part: number
  /** The day by which the figure counts it. */
  day: string
  /** "payout", or what the charge is for. */
  what: string
  status: string
  companyCode: string
  runReference: string
  lineNumber: number
  endToEndId: string | null
  accountLast4: string
  country: string
  corridor: string
  rail: string
  reason: string
  currency: string
  minor: string
  /** From the hand-over to the bank until its booking was read; null where the figure does not ask. */
  seconds: string | null
}

/** Where a page ends: a payout stays at its day and id when a newer version of it is published, which its position would not. */
export type RowKey = Pick<FigureRow, 'day' | 'id' | 'part'>

export type RowTotal = { currency: string; rows: number; minor: string }

export type RowPage = {
  rows: FigureRow[]
  /** Rows on the pages before. */
  skipped: number
  /** Of all pages, by currency; equal to the figure. */
  totals: RowTotal[]
  /** Where the page before begins after: null from the beginning, undefined when this is the first. */
  previous: RowKey | null | undefined
  next: RowKey | null
}

const COLUMNS = `id, position, part, strftime(day, '%Y-%m-%d') AS day, what, status, company_code AS "companyCode", run_reference AS "runReference",
  line_number AS "lineNumber", end_to_end_id AS "endToEndId", account_last4 AS "accountLast4", country, corridor, rail, reason,
  row_currency AS currency, minor::VARCHAR AS minor, seconds`

const KEY = '(rows.day, rows.id, rows.part)'
const AFTER = '($keyDay::DATE, $keyId::VARCHAR, $keyPart::BIGINT)'

type Read = Omit<FigureRow, 'part'> & { part: string }
const row = ({ part, ...rest }: Read): FigureRow => ({ ...rest, part: Number(part) })

/** So many rows on a page; the keys of the pages beside it are found with it. @throws DuckDB's error. */
export async function pageOfRows(
  connection: Connection,
  { figure, after, size, ...question }: Question & { figure: FigureName; after: RowKey | null; size: number },
): Promise<RowPage> {
  const source = rowsOfFigure(figure, question.grain)
  const asked = parametersOf(question)
  const key = { keyDay: after?.day ?? '0001-01-01', keyId: after?.id ?? '', keyPart: after?.part ?? 0 }
  const read = (sql: string) => rowsOf<Read>(connection, `${source} SELECT ${COLUMNS} FROM rows ${sql}`, { ...asked, ...key })
  const found = (await read(`WHERE ${KEY} > ${AFTER} ORDER BY ${KEY} LIMIT ${size + 1}`)).map(row)
  const totals = await rowsOf<{ currency: string; rows: string; minor: string; skipped: string }>(
    connection,
    `${source} SELECT row_currency AS currency, count(*) AS rows, sum(minor)::VARCHAR AS minor, count(*) FILTER (${KEY} <= ${AFTER}) AS skipped
     FROM rows GROUP BY row_currency ORDER BY row_currency`,
    { ...asked, ...key },
  )
  const skipped = totals.reduce((sum, total) => sum + Number(total.skipped), 0)
  const earlier =
    after && (await read(`WHERE ${KEY} <= ${AFTER} ORDER BY rows.day DESC, rows.id DESC, rows.part DESC LIMIT 1 OFFSET ${size}`))
  const last = found[size - 1]
  return {
    rows: found.slice(0, size),
    skipped,
    totals: totals.map(({ currency, rows, minor }) => ({ currency, rows: Number(rows), minor })),
    previous: earlier === null ? undefined : keyOf(earlier[0]),
    next: found.length > size && last ? keyOf(row({ ...last, part: String(last.part) })) : null,
  }
}

const keyOf = (of: Read | FigureRow | undefined): RowKey | null => (of ? { day: of.day, id: of.id, part: Number(of.part) } : null)

/** How many rows a figure has. */
export async function countRows(connection: Connection, figure: FigureName, question: Question): Promise<number> {
  const [found] = await rowsOf<{ rows: string }>(
    connection,
    `${rowsOfFigure(figure, question.grain)} SELECT count(*) AS rows FROM rows`,
    parametersOf(question),
  )
  return Number(found?.rows ?? 0)
}

/**
 * All rows in their order, read as they are taken: whoever stops taking stops the reading. A month after another, because what is put in order at once has
 * to fit into the reader's memory.
 */
export async function* allRows(connection: Connection, figure: FigureName, question: Question): AsyncGenerator<FigureRow[]> {
  const source = rowsOfFigure(figure, question.grain)
  const asked = parametersOf(question)
  const months = await rowsOf<{ month: string }>(
    connection,
    `${source} SELECT DISTINCT strftime(rows.day, '%Y-%m-01') AS month FROM rows ORDER BY month`,
    asked,
  )
  for (const { month } of months) {
    const result = await connection.stream(
      `${source} SELECT ${COLUMNS} FROM rows
       WHERE rows.day >= $month::DATE AND rows.day < $month::DATE + INTERVAL 1 MONTH ORDER BY ${KEY}`,
      { ...asked, month },
    )
    for await (const rows of result.yieldRowObjectJson()) yield (rows as unknown as Read[]).map(row)
  }
}
