-- What each company pays, each currency by itself, by the month of the pay date, which every payout has: all of its payouts, those that the bank booked and did not send
-- back, and those that failed, came back or were called off. What is left is under way.
CREATE TABLE volume_by_company AS
SELECT month, company_id, currency, sum(payouts)::BIGINT AS payouts, sum(amount_minor)::HUGEINT AS amount_minor,
  coalesce(sum(payouts) FILTER (status = 'settled'), 0)::BIGINT AS paid, coalesce(sum(amount_minor) FILTER (status = 'settled'), 0)::HUGEINT AS paid_minor,
  coalesce(sum(payouts) FILTER (status IN ('failed', 'returned', 'cancelled', 'withdrawn')), 0)::BIGINT AS unpaid,
  coalesce(sum(amount_minor) FILTER (status IN ('failed', 'returned', 'cancelled', 'withdrawn')), 0)::HUGEINT AS unpaid_minor
FROM payouts_by_country
GROUP BY month, company_id, currency
ORDER BY ALL;
