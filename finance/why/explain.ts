/** What is asked of the changes between two moments: the figures that differ, why, and the events that made them. Each currency by itself. */
import type { Kind } from '../close/as-of'
import { type Connection, type Parameters, rowsOf } from '../duckdb'
import { CAUSES, type Cause } from './causes'
import { LINE } from './make-changes'

/** Which of the changes; what is not given narrows nothing. */
export type Which = {
  company?: string | undefined
  corridor?: string | undefined
  month?: string | undefined
  currency?: string | undefined
  kind?: Kind | undefined
  cause?: Cause | undefined
  /** The ids of the companies the asking person may see; null means every one. */
  companies: readonly string[] | null
}

/** Minor units, and how many movements: payments, returns or charges. */
type Sum = { minor: string; movements: number }
export type OfCause = Sum & { cause: Cause }
type Compared = { currency: string; kind: Kind; was: Sum; now: Sum; difference: Sum; causes: OfCause[] }
/** All figures of one kind and currency that were chosen. */
export type WhyTotal = Compared
export type WhyLine = Compared & { company: string; corridor: string; month: string }
/** What one event changed of one line; `position` is null where no event did. */
export type WhyEvent = Sum & {
  n: number
  position: string | null
  eventId: string | null
  /** Of the payout, that the event made. */
  version: number | null
  type: string | null
  recordedAt: string | null
  payoutId: string
  company: string
  corridor: string
  month: string
  currency: string
  kind: Kind
  cause: Cause
}
export type Explained = {
  totals: WhyTotal[]
  lines: WhyLine[]
  lineCount: number
  events: WhyEvent[]
  eventCount: number
  next: number | null
}

/** More lines are counted and not listed; more events are on the next page. */
export const LINES_LISTED = 100
export const EVENTS_A_PAGE = 100

const CHOSEN = `($everyCompany OR list_contains(string_split($companies, ','), company_id))
  AND ($company = '' OR company_id IN (SELECT company_id FROM changes WHERE company = $company)) AND ($corridor = '' OR corridor = $corridor)
  AND ($month = '' OR month = $month) AND ($currency = '' OR currency = $currency) AND ($kind = '' OR kind = $kind)`
const OF_CAUSE = `($cause = '' OR cause = $cause)`
const COUNTED = `side <> 'after'`

/** Figures at the second moment are those published now, less what came after it; at the first, less the difference too. */
const compared = (columns: string): string => `
  WITH chosen AS (SELECT * FROM changes WHERE ${CHOSEN}),
  parts AS (
    SELECT ${columns}, minor AS now, movements AS now_count, 0 AS moved, 0 AS moved_count, false AS differs FROM figures WHERE ${CHOSEN}
    UNION ALL SELECT ${columns}, -minor, -movements, 0, 0, false FROM chosen WHERE side = 'after'
    UNION ALL SELECT ${columns}, minor, movements, 0, 0, false FROM chosen WHERE side = 'recorded to'
    UNION ALL SELECT ${columns}, 0, 0, minor, movements, true FROM chosen WHERE ${COUNTED}
  )
  SELECT ${columns}, sum(now)::HUGEINT AS now, sum(now_count) AS now_count, sum(moved)::HUGEINT AS moved, sum(moved_count) AS moved_count
  FROM parts GROUP BY ALL HAVING bool_or(differs)`

const TOLD = `(now - moved)::VARCHAR AS was, (now_count - moved_count)::VARCHAR AS was_count, now::VARCHAR AS now, now_count::VARCHAR AS now_count,
  moved::VARCHAR AS moved, moved_count::VARCHAR AS moved_count`
const NAME = '(SELECT any_value(company) FROM changes WHERE changes.company_id = lines.company_id)'

type Row = Record<'currency' | 'was' | 'was_count' | 'now' | 'now_count' | 'moved' | 'moved_count', string> & { kind: Kind }
type Part = { currency: string; kind: Kind; cause: Cause; minor: string; movements: string }
type Where = { company: string; corridor: string; month: string; company_id: string }

/** @param after the last event of the page before. */
export async function explain(connection: Connection, which: Which, after: number): Promise<Explained> {
  const all = parametersOf(which)
  const { cause, ...chosen } = all
  const totals = await rowsOf<Row>(
    connection,
    `SELECT currency, kind, ${TOLD} FROM (${compared('currency, kind')}) ORDER BY currency, kind`,
    chosen,
  )
  const ofTotals = await rowsOf<Part>(connection, causesSql('currency, kind'), chosen)
  const lines = await rowsOf<Row & Where>(connection, linesSql, { ...chosen, limit: LINES_LISTED })
  const ofLines = await rowsOf<Part & Where>(connection, causesSql(LINE), chosen)
  const [counted] = await rowsOf<{ lines: string; events: string }>(connection, COUNTS, all)
  const events = await rowsOf<EventRow>(connection, EVENTS, { ...all, after: String(after), limit: EVENTS_A_PAGE + 1 })
  const keyOf = ({ company_id, corridor, month, currency, kind }: Where & Pick<Row, 'currency' | 'kind'>) =>
    [company_id, corridor, month, currency, kind].join(' ')
  const byLine = Map.groupBy(ofLines, keyOf)
  const shown = events.slice(0, EVENTS_A_PAGE).map(eventOf)
  return {
    totals: totals.map((row) =>
      comparedOf(
        row,
        ofTotals.filter(({ currency, kind }) => currency === row.currency && kind === row.kind),
      ),
    ),
    lines: lines.map((row) => ({
      company: row.company,
      corridor: row.corridor,
      month: row.month,
      ...comparedOf(row, byLine.get(keyOf(row)) ?? []),
    })),
    lineCount: Number(counted?.lines ?? 0),
    events: shown,
    eventCount: Number(counted?.events ?? 0),
    next: events.length > EVENTS_A_PAGE ? (shown.at(-1)?.n ?? null) : null,
  }
}

/** The largest differences first, whatever their sign; only within one currency can they be compared. */
const linesSql = `
  WITH lines AS (${compared(LINE)})
  SELECT ${LINE}, ${NAME} AS company, ${TOLD} FROM lines ORDER BY currency, abs(moved) DESC, ${LINE} LIMIT $limit`

const causesSql = (columns: string): string => `
  SELECT ${columns}, cause, sum(minor)::VARCHAR AS minor, sum(movements)::VARCHAR AS movements FROM changes WHERE ${COUNTED} AND ${CHOSEN} GROUP BY ${columns}, cause`

const COUNTS = `
  SELECT count(DISTINCT (${LINE})) AS lines, count(*) FILTER (${OF_CAUSE}) AS events FROM changes WHERE ${COUNTED} AND ${CHOSEN}`

const EVENTS = `
  SELECT n::VARCHAR AS n, place::VARCHAR AS position, event_id AS "eventId", version, type, strftime(recorded_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS "recordedAt", payout_id AS "payoutId",
    coalesce(company, '') AS company, corridor, month, currency, kind, cause, minor::VARCHAR AS minor, movements::VARCHAR AS movements
  FROM numbered WHERE ${COUNTED} AND ${CHOSEN} AND ${OF_CAUSE} AND numbered.n > $after::BIGINT ORDER BY numbered.n LIMIT $limit`

function parametersOf(which: Which): Parameters {
  const { companies, company = '', corridor = '', month = '', currency = '' } = which
  const narrowed = { company, corridor, month, currency, kind: which.kind ?? '', cause: which.cause ?? '' }
  return { ...narrowed, everyCompany: companies === null, companies: companies?.join(',') ?? '' }
}

const sumOf = (minor: string, movements: string): Sum => ({ minor, movements: Number(movements) })

function comparedOf(row: Row, parts: readonly Part[]): Compared {
  const inOrder = [...parts].sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause))
  return {
    ...{ currency: row.currency, kind: row.kind },
    ...{ was: sumOf(row.was, row.was_count), now: sumOf(row.now, row.now_count), difference: sumOf(row.moved, row.moved_count) },
    causes: inOrder.map(({ cause, minor, movements }) => ({ cause, ...sumOf(minor, movements) })),
  }
}

type EventRow = Omit<WhyEvent, 'n' | 'movements'> & { n: string; movements: string }
const eventOf = ({ n, movements, ...event }: EventRow): WhyEvent => ({ ...event, n: Number(n), movements: Number(movements) })
