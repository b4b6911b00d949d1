-- migrate:up

-- One booking is told twice, by a notification and by a statement: in each kind of message, which telling of this payment within one message it is at most.
-- Two in one statement are two bookings, whatever their numbers are; one here and one there is one.
ALTER TABLE bank_claim ADD COLUMN notified smallint, ADD COLUMN stated smallint;
UPDATE bank_claim c SET notified = CASE WHEN x.kind = 'camt.054' THEN x.nth END, stated = CASE WHEN x.kind = 'camt.053' THEN x.nth END
FROM (
  SELECT c.key, m.kind, CASE WHEN c.about IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY c.bank_message_id, c.kind, c.about ORDER BY c.key) END AS nth
  FROM bank_claim c JOIN bank_message m ON m.id = c.bank_message_id) x
WHERE x.key = c.key AND c.booking IS NOT NULL;

-- migrate:down
ALTER TABLE bank_claim DROP COLUMN notified, DROP COLUMN stated;
