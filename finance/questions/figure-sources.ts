/** The rows that each figure is made of, one per payout or per charge: what is summed and what is listed are the same rows. */
import { bucketSql, type FigureName, NO_REASON, type Question } from './question'

const COMMON = `id, position, status, company_id, company_code, run_reference, line_number, end_to_end_id, account_last4,
  beneficiary_country AS country, corridor, rail, currency AS paid_in, coalesce(reason_code, '${NO_REASON}') AS reason`

/** The day the bank booked it; where it gave none, that on which its file was read, in its own zone; of old events in UTC. As in fees_by_corridor.sql. */
export const BOOKED_ON = 'coalesce(booked_on, settled_on, settled_at::DATE)'

/** One row per payout that fits `which`. */
const payouts = (which: string, day: string, seconds = 'NULL::BIGINT'): string => `
  SELECT ${COMMON}, 0::BIGINT AS part, ${day} AS day, 'payout' AS what, currency AS row_currency, amount_minor::HUGEINT AS minor, ${seconds} AS seconds
  FROM facts WHERE ${which}`

/** One row per charge, in its own currency: on the day of the payment's booking, and of a return on that of the return. As in fees_by_corridor.sql. */
export const chargesOf = (which: string): string => `
  SELECT ${COMMON}, part,
    CASE WHEN charge['for'] = 'return' THEN coalesce(charge.booked_on, returned_on, came_back_on, settled_on, settled_at::DATE) ELSE ${BOOKED_ON} END AS day,
    charge['for'] AS what, charge.currency AS row_currency, charge.amount_minor::HUGEINT AS minor, NULL::BIGINT AS seconds
  FROM (
    SELECT *, unnest(told) AS charge, generate_subscripts(told, 1) AS part
    FROM (
      SELECT *, coalesce(charges, [{'for': 'payment', 'amount_minor': fee_minor, 'currency': currency, 'booked_on': NULL::DATE}]) AS told
      FROM facts WHERE settled_at IS NOT NULL AND (charges IS NOT NULL OR fee_minor IS NOT NULL)))
  WHERE ${which}`

const SOURCES: Readonly<Record<FigureName, string>> = {
  paid: payouts('settled_at IS NOT NULL', BOOKED_ON),
  fees: chargesOf('true'),
  // What a return costs is no price of paying.
  'fee-per-payout': chargesOf("charge['for'] <> 'return'"),
  failures: payouts("status IN ('failed', 'returned')", 'pay_date'),
  ended: payouts("status IN ('settled', 'failed', 'returned')", 'pay_date'),
  settlement: payouts('settled_at IS NOT NULL AND sent_at IS NOT NULL', BOOKED_ON, "date_diff('second', sent_at, settled_at)"),
  open: payouts("status IN ('submitted', 'approved', 'held', 'sent')", 'pay_date'),
  payouts: payouts('true', 'pay_date'),
  // As in failures_by_reason.sql.
  stopped: payouts(
    "status IN ('failed', 'returned')",
    `CASE status WHEN 'returned' THEN coalesce(returned_on, came_back_on, status_since::DATE) ELSE coalesce(failed_at, status_since)::DATE END`,
  ),
}

/** SQL of its rows, over `facts`. */
export const sourceOf = (figure: FigureName): string => SOURCES[figure]

/** Whether a payout can have several rows. */
export const isOfCharges = (figure: FigureName): boolean => figure === 'fees' || figure === 'fee-per-payout'

/** Payouts that a person may see and has chosen. */
export const FACTS = `
  facts AS (
    SELECT * FROM payout_facts
    WHERE ($currency = '' OR currency = $currency) AND ($rail = '' OR rail = $rail) AND ($corridor = '' OR corridor = $corridor)
      AND ($country = '' OR beneficiary_country = $country) AND ($status = '' OR status = $status)
      AND ($reason = '' OR coalesce(reason_code, '${NO_REASON}') = $reason)
      AND ($company = '' OR company_id IN (SELECT id FROM companies WHERE code = $company))
      AND ($everyCompany OR list_contains(string_split($companies, ','), company_id)))`

/** `WITH facts AS (…), rows AS (…)`: the rows of a figure within the days, the currency of the rows and the part of time that were chosen. */
export const rowsOfFigure = (figure: FigureName, grain: Question['grain'], days = 'day BETWEEN $from::DATE AND $to::DATE'): string => `
  WITH ${FACTS}, rows AS (
    SELECT *, ${bucketSql(grain, 'day')} AS bucket FROM (${SOURCES[figure]})
    WHERE (${days}) AND ($rowCurrency = '' OR row_currency = $rowCurrency) AND ($bucket = '' OR ${bucketSql(grain, 'day')} = $bucket))`
