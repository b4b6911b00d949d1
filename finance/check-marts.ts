/** What must hold before marts are published. */
import { type Connection, rowsOf } from './duckdb'
import { unreadableAmong } from './unreadable-event'

/** Marts that are not published, and why. The last published ones stay. */
export class MartsRefused extends Error {
  override name = 'MartsRefused'
}

type Known = {
  position: bigint
  /** Positions of events that are known to be unreadable; nothing is missing there. */
  deadLetters: readonly bigint[]
}

/** @throws MartsRefused naming the first thing that does not hold. */
export async function checkMarts(connection: Connection, { position, deadLetters }: Known): Promise<void> {
  await connection.run('CREATE TEMP TABLE dead_letters (position BIGINT)')
  const below = deadLetters.filter((each) => each <= position)
  for (const each of below) await connection.run('INSERT INTO dead_letters VALUES ($each::BIGINT)', { each })
  const checks = below.length > 0 ? ALWAYS : [...ALWAYS, ...WHEN_ALL_WAS_READ]
  const ask = async (sql: string) => (await rowsOf<Found>(connection, sql, sql.includes('$position') ? { position } : {}))[0]
  for (const { suspect, sql, says } of checks) {
    if (suspect && !(await ask(suspect))) continue
    const found = await ask(sql)
    if (found) throw new MartsRefused((sql === LACKS.sql && (await unreadableAmong(connection))) || says(found))
  }
}

type Found = { what: string; more: string | null }
/** `suspect` is a cheap question; where it finds nothing, `sql` would not either. */
type Check = { suspect?: string; sql: string; says: (found: Found) => string }

/** Columns of payout_facts that every event fills. */
const ALWAYS_THERE = [
  'id',
  'version',
  'status',
  'run_id',
  'run_reference',
  'company_id',
  'company_code',
  'company_name',
  'company_country',
  'period',
  'pay_date',
  'line_number',
  'employee_number',
  'beneficiary_name',
  'beneficiary_country',
  'account_last4',
  'account_hash',
  'amount_minor',
  'currency',
  'rail',
  'corridor',
  'attempt',
  'submitted_at',
  'status_since',
]

const LACKS: Check = {
  sql: `
    SELECT coalesce(id, 'at position ' || position) AS what, NULL AS more FROM payout_facts
    WHERE ${ALWAYS_THERE.map((column) => `${column} IS NULL`).join(' OR ')}
    LIMIT 1`,
  says: ({ what }) => `payout ${what} lacks what every payout has`,
}

const ALWAYS: readonly Check[] = [
  {
    sql: `
      WITH twice AS (
        SELECT position, content FROM landed_again
        UNION ALL SELECT position, content FROM journal SEMI JOIN landed_again USING (position))
      SELECT position::VARCHAR AS what, count(DISTINCT content)::VARCHAR AS more FROM twice
      GROUP BY position HAVING count(DISTINCT content) > 1 ORDER BY position LIMIT 1`,
    says: ({ what, more }) => `position ${what} has ${more} different contents`,
  },
  {
    // A bit for each position, 64 in one number: sorting all positions takes five times as long.
    suspect: `
      WITH known AS (SELECT position, 1 AS landed FROM journal UNION ALL SELECT position, 0 FROM dead_letters),
        blocks AS (
          SELECT bit_or(1::UBIGINT << (position % 64)::UBIGINT) AS there, bit_or(CASE landed WHEN 1 THEN 1::UBIGINT << (position % 64)::UBIGINT ELSE 0 END) AS once,
            sum(landed) AS landed, min(position) AS first, max(position) AS last
          FROM known GROUP BY position // 64)
      SELECT '' AS what, '' AS more FROM blocks
      HAVING coalesce(sum(bit_count(there)), 0) <> $position OR min(first) < 1 OR max(last) > $position OR NOT bool_and(bit_count(once) = landed)`,
    sql: `
      WITH known AS (SELECT position FROM journal UNION ALL SELECT position FROM dead_letters ANTI JOIN journal USING (position)),
        steps AS (SELECT position, lag(position, 1, 0) OVER (ORDER BY position) AS before FROM known),
        gaps AS (
          SELECT before AS after, position AS next FROM steps WHERE position <> before + 1
          UNION ALL SELECT coalesce(max(position), 0), NULL FROM known HAVING coalesce(max(position), 0) <> $position)
      SELECT after::VARCHAR AS what, next::VARCHAR AS more FROM gaps ORDER BY after LIMIT 1`,
    says: ({ what, more }) =>
      what === more ? `position ${what} is there twice` : `events are missing after position ${what}${more ? `; the next is ${more}` : ''}`,
  },
  {
    sql: `
      SELECT newest.aggregate_id AS what, journal.dataschema AS more FROM newest JOIN journal USING (position)
      WHERE newest.kind = 'payout' AND newest.aggregate_id NOT IN (SELECT id FROM payout_facts) LIMIT 1`,
    says: ({ what, more }) => `payout ${what} (${more}) is in no mart`,
  },
  LACKS,
  addsUp('fees_by_corridor', 'sum(volume_minor)', 'sum(amount_minor)', 'WHERE settled_at IS NOT NULL'),
  {
    sql: `
      WITH mart AS (
          SELECT charge_currency, sum(fee_minor), sum(return_fee_minor) FROM fees_by_corridor WHERE charge_currency IS NOT NULL GROUP BY charge_currency),
        facts AS (
          SELECT charge_currency, coalesce(sum(amount_minor) FILTER (kind = 'payment'), 0), coalesce(sum(amount_minor) FILTER (kind = 'return'), 0)
          FROM payout_charges GROUP BY charge_currency)
      SELECT charge_currency AS what, NULL AS more FROM ((FROM mart EXCEPT FROM facts) UNION (FROM facts EXCEPT FROM mart)) LIMIT 1`,
    says: ({ what }) => `fees_by_corridor does not add up to what was charged in ${what}`,
  },
  {
    suspect: `
      SELECT '' AS what, '' AS more
      FROM (SELECT count(*) AS events FROM journal WHERE kind = 'payout' AND dataschema = 'urn:payledger:payout:1'), (SELECT count(*) AS rows FROM payout_changes)
      WHERE events <> rows`,
    sql: `
      SELECT position::VARCHAR AS what, NULL AS more FROM journal ANTI JOIN payout_changes USING (position)
      WHERE kind = 'payout' AND dataschema = 'urn:payledger:payout:1' ORDER BY journal.position LIMIT 1`,
    says: ({ what }) => `the change at position ${what} is not in payout_changes`,
  },
  addsUp('payouts_by_country', 'sum(amount_minor)', 'sum(amount_minor)', ''),
  addsUp('volume_by_company', 'sum(amount_minor)', 'sum(amount_minor)', ''),
]

/** A dead letter may be just what is missing here, so these are asked only when there is none. */
const WHEN_ALL_WAS_READ: readonly Check[] = [
  {
    // A run's draft has version 1 and no event, so only payouts count from 1.
    sql: `SELECT aggregate_id AS what, version::VARCHAR AS more FROM newest WHERE kind = 'payout' AND versions <> version LIMIT 1`,
    says: ({ what, more }) => `payout ${what} does not have versions 1 to ${more}, each once`,
  },
  {
    sql: `
      SELECT run_id AS what, currency AS more FROM control_totals
      WHERE (amount_minor, payouts) IS DISTINCT FROM (of_payouts_minor, of_payouts) LIMIT 1`,
    says: ({ what, more }) => `the payouts of run ${what} do not add up to its control total in ${more}`,
  },
]

/** Whether a mart's sums per currency are those of the payouts it is made of. */
function addsUp(mart: string, sums: string, facts: string, which: string): Check {
  return {
    sql: `
      WITH mart AS (SELECT currency, sum(payouts), ${sums} FROM ${mart} GROUP BY currency),
        facts AS (SELECT currency, count(*), ${facts} FROM payout_facts ${which} GROUP BY currency)
      SELECT currency AS what, NULL AS more FROM ((FROM mart EXCEPT FROM facts) UNION (FROM facts EXCEPT FROM mart)) LIMIT 1`,
    says: ({ what }) => `${mart} does not add up to the payouts in ${what}`,
  }
}
