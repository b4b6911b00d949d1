-- The control totals that each payroll run's newest event carries (events/payroll-run-v1.ts), for runs whose payouts exist.
CREATE TEMP TABLE run_totals AS
WITH runs AS (
  SELECT DISTINCT ON (newest.position) newest.aggregate_id AS run_id, json_transform_strict(landed.event -> '$.data.run',
    '{"status": "VARCHAR", "totals": [{"currency": "VARCHAR", "amountMinor": "VARCHAR", "payouts": "BIGINT"}]}') AS run
  FROM newest JOIN landed USING (position)
  WHERE newest.kind = 'payroll-run' AND landed.dataschema = 'urn:payledger:payroll-run:1'
), totals AS (
  SELECT run_id, unnest(run.totals) AS total FROM runs WHERE run.status NOT IN ('draft', 'cancelled')
)
SELECT run_id, total.currency AS currency, total.amountMinor::HUGEINT AS amount_minor, total.payouts AS payouts FROM totals;
