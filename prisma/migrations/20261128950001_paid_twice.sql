-- migrate:up

-- When the bank first said that it had failed or came back. It stays when the bank books it after all: somebody may have paid it again in between.
ALTER TABLE settlement_instruction ADD COLUMN stopped_at timestamptz(3);
UPDATE settlement_instruction i SET stopped_at = said.at
FROM (SELECT aggregate_id, min(occurred_at) AS at FROM outbox WHERE type IN ('payout.failed', 'payout.returned') GROUP BY aggregate_id) said
WHERE said.aggregate_id = i.payout_id AND i.status IN ('failed', 'returned', 'settled');
CREATE INDEX settlement_instruction_ever_stopped ON settlement_instruction (payout_id) WHERE stopped_at IS NOT NULL;

-- Two payments of ours to one person of which both may have been paid: one that was stopped and is booked after all, and the one that took its place.
ALTER TABLE bank_claim ADD COLUMN paid_again_by uuid REFERENCES payout;
ALTER TABLE bank_claim DROP CONSTRAINT bank_claim_kind_check;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_kind_check CHECK (kind IN
  ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'charge', 'rejection', 'answer', 'note', 'check', 'message', 'twice'));
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_twice CHECK ((kind = 'twice') = (paid_again_by IS NOT NULL));
CREATE INDEX bank_claim_paid_again_by ON bank_claim (paid_again_by) WHERE paid_again_by IS NOT NULL;

-- migrate:down
ALTER TABLE bank_claim DROP COLUMN paid_again_by;
ALTER TABLE bank_claim DROP CONSTRAINT bank_claim_kind_check;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_kind_check CHECK (kind IN
  ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'charge', 'rejection', 'answer', 'note', 'check', 'message'));
DROP INDEX settlement_instruction_ever_stopped;
ALTER TABLE settlement_instruction DROP COLUMN stopped_at;
