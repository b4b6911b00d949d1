-- Every change of every payout, one row per event, in no order: which event said it and at which position, which version it made, what changed in it, and when.
-- `recorded_at` is when the ledger wrote it down, in UTC. `happened_on` is the day on which it happened: of a booking and of a return the bank's day (in the bank's
-- zone; where it gave none, the day there on which its file was read), of everything else the day in UTC on which it was recorded.
-- A retry is a row with a higher `attempt`; what the bank gave as its reason stands with the change that it explains.
CREATE TEMP VIEW payout_texts AS
SELECT *
FROM landed_texts
WHERE kind = 'payout';

CREATE TABLE payout_changes AS
WITH events AS (
  SELECT *
  FROM landed_columns
  WHERE kind = 'payout' AND dataschema = 'urn:payledger:payout:1'
  UNION ALL BY NAME
  SELECT *
  FROM typed_events(payout_texts)
  WHERE dataschema = 'urn:payledger:payout:1'
)
SELECT event_id, payout_id::UUID AS payout_id, position, version, type, changed, status, attempt, reason_code,
  coalesce(CASE status WHEN 'settled' THEN coalesce(booked_on, settled_on) WHEN 'returned' THEN coalesce(returned_on, came_back_on) END, recorded_at::DATE) AS happened_on,
  recorded_at
FROM events;
