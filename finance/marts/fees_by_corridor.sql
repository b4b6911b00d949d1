-- What banks charged for the payouts they booked, by the month of the bank's booking day (in the bank's own zone), each currency of charges by itself.
-- A payout that came back later stays: it was booked, and its fee is not given back; what the return cost is beside it, in the return's month.
-- `payouts` counts each booked payout once, in the row of its own currency's charge before others; `charged` those with a charge in this row's currency;
-- rows without a charge's currency are of payouts for which the bank has named none. `charged_volume_minor` is what the charged payouts moved in the
-- currency of the charge, which is what their fees are a share of; null where the bank did not tell it. Sums are exact (128 bits).
CREATE TABLE fees_by_corridor AS
WITH fees AS (
  SELECT payout_id, charge_currency, sum(amount_minor) AS fee_minor, bool_or(counts) AS counts
  FROM payout_charges
  WHERE kind = 'payment'
  GROUP BY payout_id, charge_currency
), booked AS (
  SELECT date_trunc('month', coalesce(booked_on, settled_on, settled_at::DATE))::DATE AS month, company_id, corridor, currency, charge_currency, fees.fee_minor AS fee_minor, amount_minor,
    coalesce(counts, true) AS counts,
    CASE charge_currency WHEN currency THEN amount_minor WHEN account_currency THEN account_amount_minor END AS charged_minor
  FROM payout_facts LEFT JOIN fees ON fees.payout_id = payout_facts.id
  WHERE settled_at IS NOT NULL
), parts AS (
  SELECT month, company_id, corridor, currency, charge_currency, count(*) FILTER (counts) AS payouts, count(fee_minor) AS charged,
    coalesce(sum(fee_minor), 0) AS fee_minor, 0 AS return_fee_minor, coalesce(sum(amount_minor) FILTER (counts), 0) AS volume_minor,
    CASE WHEN count(fee_minor) = count(charged_minor) THEN coalesce(sum(charged_minor), 0) END AS charged_volume_minor
  FROM booked
  GROUP BY month, company_id, corridor, currency, charge_currency
  UNION ALL
  SELECT month, company_id, corridor, currency, charge_currency, 0 AS payouts, 0 AS charged, 0 AS fee_minor, sum(amount_minor) AS return_fee_minor, 0 AS volume_minor,
    0 AS charged_volume_minor
  FROM payout_charges
  WHERE kind = 'return'
  GROUP BY month, company_id, corridor, currency, charge_currency
)
SELECT month, company_id, corridor, split_part(corridor, '-', 1) AS from_country, split_part(corridor, '-', 2) AS to_country, currency, charge_currency,
  sum(payouts)::BIGINT AS payouts, sum(charged)::BIGINT AS charged,
  sum(fee_minor)::HUGEINT AS fee_minor, sum(return_fee_minor)::HUGEINT AS return_fee_minor, sum(volume_minor)::HUGEINT AS volume_minor,
  CASE WHEN bool_and(charged_volume_minor IS NOT NULL) THEN sum(charged_volume_minor)::HUGEINT END AS charged_volume_minor
FROM parts
GROUP BY month, company_id, corridor, currency, charge_currency
ORDER BY ALL;
