-- How long payouts took from the hand-over of their file to the bank until its file with their booking was read, by the month of the bank's booking day and by rail:
-- the time within which half of them were booked, and nine in ten (each a time that one of them took, to the second), and how many within 24 hours. A payout that came
-- back later stays: it was booked. An attempt that the bank refused before does not count; the time is that of the last one. No event tells the bank yet.
CREATE TABLE settlement_times AS
WITH booked AS (
  SELECT date_trunc('month', coalesce(booked_on, settled_on, settled_at::DATE))::DATE AS month, company_id, rail, date_diff('second', sent_at, settled_at) AS seconds
  FROM payout_facts
  WHERE settled_at IS NOT NULL AND sent_at IS NOT NULL
)
SELECT month, company_id, rail, count(*) AS payouts, quantile_disc(seconds, 0.5) AS half_within_seconds, quantile_disc(seconds, 0.9) AS nine_in_ten_within_seconds,
  count(*) FILTER (seconds <= 86400) AS within_a_day
FROM booked
GROUP BY month, company_id, rail
ORDER BY ALL;
