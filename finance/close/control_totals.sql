-- Per payroll with its pay date in the month and per currency: the control total that the payroll was approved with, and what its payouts add up to, by what became of them.
WITH month_runs AS (
  SELECT run_id, currency, any_value(run_reference) AS run, any_value(company_id) AS company_id, count(*) AS payouts, sum(amount_minor) AS amount_minor,
    coalesce(sum(amount_minor) FILTER (status = 'settled'), 0) AS settled_minor, coalesce(sum(amount_minor) FILTER (status = 'returned'), 0) AS returned_minor,
    coalesce(sum(amount_minor) FILTER (status = 'failed'), 0) AS failed_minor,
    coalesce(sum(amount_minor) FILTER (status NOT IN ('settled', 'returned', 'failed')), 0) AS other_minor
  FROM payout_facts
  WHERE strftime(pay_date, '%Y-%m') = getvariable('closed_month')
  GROUP BY run_id, currency
)
SELECT companies.code AS company, run, month_runs.currency, control_totals.payouts AS "controlPayouts", control_totals.amount_minor::VARCHAR AS "controlMinor",
  month_runs.payouts, month_runs.amount_minor::VARCHAR AS "amountMinor", settled_minor::VARCHAR AS "settledMinor", returned_minor::VARCHAR AS "returnedMinor",
  failed_minor::VARCHAR AS "failedMinor", other_minor::VARCHAR AS "otherMinor"
FROM month_runs JOIN companies ON companies.id = company_id LEFT JOIN control_totals USING (run_id, currency)
ORDER BY company, run, month_runs.currency;
