-- The control totals that each payroll run's newest event carries (events/payroll-run-v1.ts), for runs whose payouts exist.
CREATE TEMP TABLE run_totals AS
WITH totals AS (
  SELECT aggregate_id AS run_id, unnest(run_totals) AS total
  FROM newest_events
  WHERE kind = 'payroll-run' AND dataschema = 'urn:payledger:payroll-run:1' AND run_status NOT IN ('draft', 'cancelled')
)
SELECT run_id, total.currency AS currency, total.amount_minor::HUGEINT AS amount_minor, total.payouts AS payouts
FROM totals;
