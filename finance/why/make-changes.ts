/**
 * Everything that moved figures since a position, event by event. Each event says the whole of its payout: what it moved is what the payout's movements come to with it, less
 * what they came to before it. So the changes between two positions add up to the difference of their figures, whatever the figures count.
 * What is counted is in `close/movements.ts` and the marts' own files, and nowhere here.
 */
import { MartsRefused } from '../check-marts'
import { everyMovement } from '../close/movements'
import { type Connection, quoted, rowsOf } from '../duckdb'
import { viewLanded } from '../landed-views'
import { listDeadLetters } from '../landing/dead-letters'
import { type Manifest, publishedFile } from '../manifest'
import { sqlOf } from '../mart-files'
import type { Cause } from './causes'
import type { Moment } from './moment'

type Asked = { dir: string; manifest: Manifest; from: Moment; to: Moment }

/** What two rows have in common that are of the same figure. */
export const LINE = 'company_id, corridor, month, currency, kind'
const SUMS = 'sum(minor)::HUGEINT AS minor, sum(movements)::BIGINT AS movements'

/**
 * Makes the tables `changes`, of which those with the side `after` came after the second moment, and `figures`, as they are published now.
 * @throws MartsRefused when the landing lacks events, or one could not be read.
 */
export async function makeChanges(connection: Connection, { dir, manifest, from, to }: Asked): Promise<void> {
  const { era } = manifest
  const position = BigInt(manifest.position)
  const unread = (await listDeadLetters(dir, era)).positions.find((each) => each <= position)
  if (unread !== undefined) throw new MartsRefused(`the event at position ${unread} could not be read`)
  await connection.run(`ATTACH ${quoted(publishedFile(dir, manifest))} AS published (READ_ONLY)`)
  await viewLanded(connection, dir, era, position)
  await makeStates(connection, from.position, position)
  await connection.run(figuresOf('published.payout_facts', 'figures', LINE))
  await connection.run(changesSql(from.position, to.position))
  for (const [moment, side, sign] of [
    [from, 'recorded from', -1],
    [to, 'recorded to', 1],
  ] as const)
    if (moment.recorded) await addRecorded(connection, moment, side, sign)
  await connection.run('DETACH published; DROP TABLE payout_facts; DROP TABLE booked; DROP TABLE steps; DROP TABLE told; DROP TABLE newest')
  await connection.run(
    `CREATE TABLE numbered AS SELECT row_number() OVER (ORDER BY place NULLS FIRST, payout_id, ${LINE}) AS n, * FROM changes`,
  )
}

/** Versions of the payouts that moved after `from`: those since, and the last before. */
async function makeStates(connection: Connection, from: bigint, position: bigint): Promise<void> {
  const [there] = await rowsOf<{ events: string }>(
    connection,
    `SELECT count(DISTINCT position) AS events FROM landed WHERE position > ${from}`,
  )
  if (BigInt(there?.events ?? 0) !== position - from) throw new MartsRefused(`events are missing after position ${from}`)
  await connection.run(`CREATE TEMP TABLE newest AS
    WITH later AS (SELECT aggregate_id, position FROM landed WHERE kind = 'payout' AND position > ${from}),
    earlier AS (
      SELECT arg_max(position, version) AS position FROM landed SEMI JOIN later USING (aggregate_id)
      WHERE kind = 'payout' AND position <= ${from} GROUP BY aggregate_id)
    SELECT 'payout' AS kind, position FROM later UNION ALL SELECT 'payout', position FROM earlier`)
  for (const mart of ['newest_events', 'payout_v1', 'payout_facts']) await connection.run(sqlOf(mart))
  await connection.run(`CREATE TEMP TABLE told AS SELECT position, event_id, type, recorded_at FROM newest_events WHERE position > ${from}`)
  await connection.run(`CREATE TEMP TABLE steps AS
    SELECT id, position, version, lag(position) OVER life AS before, lag(version) OVER life AS version_before FROM payout_facts
    WINDOW life AS (PARTITION BY id ORDER BY version)`)
  const [torn] = await rowsOf<{ id: string }>(
    connection,
    `SELECT id FROM steps WHERE position > ${from} AND version > 1 AND version_before IS DISTINCT FROM version - 1 LIMIT 1`,
  )
  if (torn) throw new MartsRefused(`a version of payout ${torn.id} is missing`)
}

/** A table of what the movements of payouts come to, told apart by the columns. */
const figuresOf = (facts: string, table: string, columns: string): string => `
  CREATE TABLE ${table} AS ${everyMovement(facts)}, by_month AS (SELECT *, strftime(day, '%Y-%m') AS month FROM all_movements)
  SELECT ${columns}, sum(amount_minor)::HUGEINT AS minor, count(*)::BIGINT AS movements FROM by_month GROUP BY ALL`

const CHARGES = (state: string) =>
  `coalesce(${state}.charges, CASE WHEN ${state}.fee_minor IS NULL THEN [] ELSE [{'for': 'payment', 'amount_minor': ${state}.fee_minor, 'currency': ${state}.currency, 'booked_on': NULL::DATE}] END)`

/** By what the event made of the payout; the first that fits. */
const CAUSE = `CASE
    WHEN now.attempt > was.attempt OR (now.attempt > 1 AND was.settled_at IS NULL AND now.settled_at IS NOT NULL) THEN 'paid again'
    WHEN was.settled_at IS NULL AND now.settled_at IS NOT NULL AND kind IN ('paid', 'fee')
      THEN CASE WHEN month < strftime(recorded_at, '%Y-%m') THEN 'late bank file' ELSE 'new payment' END
    WHEN now.status = 'returned' AND was.status IS DISTINCT FROM 'returned' AND kind <> 'paid' THEN 'return'
    WHEN kind IN ('fee', 'return-fee') AND minor > 0
      AND len(list_filter(${CHARGES('was')}, lambda charge: NOT list_contains(${CHARGES('now')}, charge))) = 0 THEN 'fee booked later'
    ELSE 'correction' END`

const changesSql = (from: bigint, to: bigint): string => `
  ${figuresOf('payout_facts', 'booked', `position, ${LINE}`)};
  CREATE TABLE changes AS
  WITH moves AS (
    SELECT steps.position AS place, ${LINE}, minor, movements FROM booked JOIN steps USING (position) WHERE steps.position > ${from}
    UNION ALL
    SELECT steps.position, ${LINE}, -minor, -movements FROM booked JOIN steps ON steps.before = booked.position WHERE steps.position > ${from}
  ), moved AS (
    SELECT place, ${LINE}, ${SUMS} FROM moves GROUP BY ALL HAVING sum(minor) <> 0 OR sum(movements) <> 0
  )
  SELECT place, CASE WHEN place > ${to} THEN 'after' ELSE 'between' END AS side, moved.company_id, companies.code AS company, moved.corridor, month, moved.currency, kind,
    minor, movements, now.id AS payout_id, now.version AS version, event_id::VARCHAR AS event_id, type, recorded_at, ${CAUSE} AS cause
  FROM moved JOIN steps ON steps.position = place JOIN payout_facts now ON now.position = place LEFT JOIN payout_facts was ON was.position = steps.before
    JOIN told ON told.position = place LEFT JOIN published.companies companies ON companies.id = moved.company_id`

/** What was recorded at a moment and what its events say today may differ; that is a change too, without an event. */
async function addRecorded(connection: Connection, { recorded, position }: Moment, side: string, sign: 1 | -1): Promise<void> {
  if (!recorded) return
  const cause: Cause = recorded.isOtherDefinition ? 'definition changed' : recorded.lacked ? 'redrive' : 'replay'
  if (recorded.kind === 'publication') {
    await connection.run(`ATTACH ${quoted(recorded.path)} AS recorded (READ_ONLY)`)
    await connection.run(figuresOf('recorded.payout_facts', 'said', `payout_id, ${LINE}`))
    await connection.run('DETACH recorded')
  } else
    await connection.run(`CREATE TEMP TABLE said AS
      SELECT payout_id, companies.id AS company_id, corridor, '${recorded.month}' AS month, currency, kind, sum(amount_minor::HUGEINT)::HUGEINT AS minor, count(*) AS movements
      FROM read_csv(${quoted(recorded.path)}, header = true, all_varchar = true) movement JOIN published.companies companies ON companies.code = company
      GROUP BY ALL`)
  await connection.run(figuresOf('published.payout_facts', 'published_now', `payout_id, ${LINE}`))
  const ofMonth = recorded.kind === 'close' ? `WHERE month = '${recorded.month}'` : ''
  await connection.run(`INSERT INTO changes
    WITH parts AS (
      SELECT payout_id, ${LINE}, minor, movements FROM said
      UNION ALL SELECT payout_id, ${LINE}, -minor, -movements FROM published_now
      UNION ALL SELECT payout_id, ${LINE}, minor, movements FROM changes WHERE place > ${position}
    ), differing AS (
      SELECT payout_id, ${LINE}, ${SUMS} FROM parts ${ofMonth} GROUP BY ALL HAVING sum(minor) <> 0 OR sum(movements) <> 0
    )
    SELECT NULL, '${side}', company_id, companies.code, corridor, month, currency, kind, ${sign} * minor, ${sign} * movements, payout_id, NULL, NULL, NULL, NULL, '${cause}'
    FROM differing LEFT JOIN published.companies companies ON companies.id = company_id`)
  await connection.run('DROP TABLE said; DROP TABLE published_now')
}
