-- Payouts whose newest state is that they failed, or came back, by the bank's reason: failures in the month in which the bank's file was read, in UTC, returns in that of the
-- bank's day of their booking, or of its file where it gave none. One that was paid again is what became of it, and not here. No event tells the bank yet.
CREATE TABLE failures_by_reason AS
SELECT date_trunc('month', CASE status WHEN 'returned' THEN coalesce(returned_on, came_back_on, status_since::DATE) ELSE coalesce(failed_at, status_since)::DATE END)::DATE AS month,
  company_id, corridor, currency, status, reason_code, count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM payout_facts
WHERE status IN ('failed', 'returned')
GROUP BY ALL
ORDER BY ALL;
