-- What each payroll run's newest event says that it pays (events/payroll-run-v1.ts), by currency, beside what its payouts come to, and how much of that is booked, for
-- runs whose payouts exist. Both are the same, or nothing is published; only where an event could not be read they may differ. The month is that of the pay date.
CREATE TABLE control_totals AS
WITH said AS (
  SELECT aggregate_id AS run_id, run_status, unnest(run_totals) AS total
  FROM newest_events
  WHERE kind = 'payroll-run' AND dataschema = 'urn:payledger:payroll-run:1' AND run_status NOT IN ('draft', 'cancelled')
), facts AS (
  SELECT run_id, currency, max(company_id) AS company_id, max(run_reference) AS run_reference, max(date_trunc('month', pay_date)::DATE) AS month,
    count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor,
    count(*) FILTER (settled_at IS NOT NULL) AS booked, coalesce(sum(amount_minor) FILTER (settled_at IS NOT NULL), 0)::HUGEINT AS booked_minor
  FROM payout_facts
  GROUP BY run_id, currency
)
SELECT said.run_id AS run_id, run_reference, company_id, month, total['currency'] AS currency, run_status AS status, total['payouts'] AS payouts, total['amount_minor']::HUGEINT AS amount_minor,
  facts.payouts AS of_payouts, facts.amount_minor AS of_payouts_minor, booked, booked_minor
FROM said LEFT JOIN facts ON facts.run_id = said.run_id AND facts.currency = total['currency']
ORDER BY ALL;
