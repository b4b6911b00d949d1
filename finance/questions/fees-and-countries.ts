/** What the marts of fees and countries answer by month, in other parts of time or of one rail: counted of the payouts, in the marts' own way. */
import { BOOKED_ON, chargesOf, FACTS } from './figure-sources'
import { bucketSql, type Grain } from './question'

/** As `fees_by_corridor.sql` counts, with a part of time for its month. */
export const feesSql = (grain: Grain): string => `
  WITH ${FACTS}, charges AS (${chargesOf('true')}),
  fees AS (SELECT id, row_currency AS charge_currency, sum(minor) AS fee_minor FROM charges WHERE what <> 'return' GROUP BY ALL),
  booked AS (
    SELECT ${bucketSql(grain, BOOKED_ON)} AS month, corridor, currency, charge_currency, fee_minor, amount_minor,
      row_number() OVER (PARTITION BY facts.id ORDER BY charge_currency IS DISTINCT FROM currency, charge_currency) = 1 AS counts,
      CASE charge_currency WHEN currency THEN amount_minor WHEN account_currency THEN account_amount_minor END AS charged_minor
    FROM (SELECT * EXCLUDE (fee_minor) FROM facts) AS facts LEFT JOIN fees USING (id)
    WHERE settled_at IS NOT NULL AND ${BOOKED_ON} BETWEEN $from::DATE AND $to::DATE
  ), rows AS (
    SELECT month, corridor, currency, charge_currency, count(*) FILTER (counts) AS payouts, count(fee_minor) AS charged,
      coalesce(sum(fee_minor), 0) AS fee_minor, 0 AS return_fee_minor, coalesce(sum(amount_minor) FILTER (counts), 0) AS volume_minor,
      CASE WHEN count(fee_minor) = count(charged_minor) THEN coalesce(sum(charged_minor), 0) END AS charged_volume_minor
    FROM booked GROUP BY ALL
    UNION ALL
    SELECT ${bucketSql(grain, 'day')}, corridor, paid_in, row_currency, 0, 0, 0, sum(minor), 0, 0
    FROM charges WHERE what = 'return' AND day BETWEEN $from::DATE AND $to::DATE GROUP BY ALL
  )
  SELECT month, corridor, currency, charge_currency AS "chargeCurrency", sum(payouts) AS payouts, sum(charged) AS charged,
    sum(CASE WHEN charge_currency IS NULL THEN payouts ELSE 0 END) AS "feeUnknown",
    sum(fee_minor)::HUGEINT::VARCHAR AS "feeMinor", sum(return_fee_minor)::HUGEINT::VARCHAR AS "returnFeeMinor", sum(volume_minor)::HUGEINT::VARCHAR AS "volumeMinor",
    CASE WHEN bool_and(charged_volume_minor IS NOT NULL) THEN sum(charged_volume_minor)::HUGEINT::VARCHAR END AS "chargedVolumeMinor"
  FROM rows GROUP BY month, corridor, currency, charge_currency ORDER BY ALL`

/** As `payouts_by_country.sql` counts, with a part of time for its month. */
export const countriesSql = (grain: Grain): string => `
  WITH ${FACTS}
  SELECT ${bucketSql(grain, 'pay_date')} AS month, beneficiary_country AS country, currency, status, count(*) AS payouts,
    sum(amount_minor)::HUGEINT::VARCHAR AS "amountMinor"
  FROM facts WHERE pay_date BETWEEN $from::DATE AND $to::DATE GROUP BY ALL ORDER BY ALL`
