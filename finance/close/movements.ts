/**
 * Everything that a bank booked in a month, each movement once, with its payout: payments (`paid`), what came back (`returned`), and what was charged for either
 * (`fee`, `return-fee`) in the currency of the charge. Days are the bank's, in its own zone; where it gave none, the day on which its file was read, and of old
 * events that in UTC: the same rules as in fees_by_corridor.sql, with which the sums of payments and charges are compared. It is no file, because the app, which
 * is bundled, asks it too.
 */
import type { Connection } from '../duckdb'

/** `WITH … all_movements AS (…)`: the movements of all months of payouts in a table with the columns of `payout_facts`, each with the position it is said at. */
export const everyMovement = (facts: string): string => `WITH charged AS (
  SELECT id, company_id, corridor, currency, position, booked_on, returned_on, settled_on, came_back_on, settled_at,
    unnest(coalesce(charges, [{'for': 'payment', 'amount_minor': fee_minor, 'currency': currency, 'booked_on': NULL::DATE}])) AS charge
  FROM ${facts}
  WHERE settled_at IS NOT NULL AND (charges IS NOT NULL OR fee_minor IS NOT NULL)
), all_movements AS (
  SELECT id AS payout_id, position, company_id, corridor, 'paid' AS kind, coalesce(booked_on, settled_on, settled_at::DATE) AS day, currency, amount_minor,
    coalesce(account_currency, currency) AS account_currency, coalesce(account_amount_minor, amount_minor) AS account_amount_minor
  FROM ${facts}
  WHERE settled_at IS NOT NULL
  UNION ALL
  SELECT id, position, company_id, corridor, 'returned', coalesce(returned_on, came_back_on, status_since::DATE), currency, amount_minor,
    coalesce(account_currency, currency), coalesce(account_amount_minor, amount_minor)
  FROM ${facts}
  WHERE status = 'returned'
  UNION ALL
  SELECT id, position, company_id, corridor, CASE WHEN charge['for'] = 'return' THEN 'return-fee' ELSE 'fee' END,
    coalesce(charge.booked_on, CASE WHEN charge['for'] = 'return' THEN coalesce(returned_on, came_back_on) ELSE booked_on END, settled_on, settled_at::DATE),
    charge.currency, charge.amount_minor, charge.currency, charge.amount_minor
  FROM charged
)`

/** Makes the table `movements` from `payout_facts` and `companies`. */
export const MOVEMENTS_SQL = `
CREATE TEMP TABLE movements AS
${everyMovement('payout_facts')}
SELECT all_movements.* EXCLUDE (company_id), companies.code AS company, companies.name AS company_name
FROM all_movements JOIN companies ON companies.id = company_id
WHERE strftime(day, '%Y-%m') = getvariable('closed_month');`

/** @throws RangeError when `month` is none. */
export async function makeMovements(connection: Connection, month: string): Promise<void> {
  if (!/^\d{4}-\d\d$/.test(month)) throw new RangeError(`${month} is no month`)
  await connection.run(`SET VARIABLE closed_month = '${month}'`)
  await connection.run(MOVEMENTS_SQL)
}
