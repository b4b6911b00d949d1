-- How long payouts took from the hand-over of their file to the bank until its file with their booking was read, in whole seconds: how many took how long, by the month
-- of the bank's booking day, rail and bank. Those of one file took the same, so these are few rows; the time within which half or nine in ten were booked is made of them
-- for whatever is asked, for halves of parts cannot be put together. A payout that came back later stays: it was booked. An attempt that the bank refused before does
-- not count; the time is that of the last one. The bank is the company's, by its name in Set-up; events of before it was told have none.
CREATE TABLE settlement_times AS
SELECT date_trunc('month', coalesce(booked_on, settled_on, settled_at::DATE))::DATE AS month, company_id, rail, bank, currency, date_diff('second', sent_at, settled_at) AS seconds,
  count(*) AS payouts
FROM payout_facts
WHERE settled_at IS NOT NULL AND sent_at IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
