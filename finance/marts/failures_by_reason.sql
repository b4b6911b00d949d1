-- Payouts that failed, and that came back, by the bank's reason, each attempt by itself and once: a failure in the month in which the bank's file was read, in UTC, a return in
-- that of the bank's day of its booking, or of its file where it gave none. `kind` is 'failed' or 'returned', `became` what the payout is now: the same, or 'sent' or
-- 'settled' when it was sent again, or booked after all. An amount does not change with an attempt.
CREATE TABLE failures_by_reason AS
WITH ends AS (
  SELECT payout_id, attempt, status AS kind, arg_max(happened_on, version) AS happened_on, arg_max(reason_code, version) FILTER (reason_code IS NOT NULL) AS reason_code
  FROM payout_changes
  WHERE status IN ('failed', 'returned')
  GROUP BY payout_id, attempt, kind
)
SELECT date_trunc('month', happened_on)::DATE AS month, company_id, bank, corridor, currency, kind, ends.reason_code AS reason_code, status AS became, count(*) AS payouts,
  sum(amount_minor)::HUGEINT AS amount_minor
FROM ends JOIN payout_facts ON id = payout_id
GROUP BY ALL
ORDER BY ALL;
