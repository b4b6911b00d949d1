-- migrate:up

ALTER TABLE bank_claim
  -- A batch of which it could not be proved whether it agrees. Judged anew with every rejection.
  ADD COLUMN undecided boolean NOT NULL DEFAULT false,
  -- The status as the bank gives it: ACSP, RJCT, RVNM.
  ADD COLUMN status text,
  -- The whole entry that it stands in, which may be more than what is claimed of one payment.
  ADD COLUMN entry_amount_minor bigint,
  ADD COLUMN entry_currency text,
  ADD COLUMN direction text CHECK (direction IN ('debit', 'credit'));
ALTER TABLE bank_claim DROP CONSTRAINT bank_claim_kind_check;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_kind_check CHECK (kind IN
  ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'charge', 'rejection', 'answer', 'note', 'check', 'message'));

-- What statuses say of a file, asked for with each of its payments.
CREATE INDEX bank_claim_answers ON bank_claim (message_id) WHERE kind = 'answer' AND end_to_end_id IS NULL;
CREATE INDEX bank_claim_duplicates ON bank_claim (message_id) WHERE kind = 'rejection' AND reason_code IN ('DU01', 'DU02', 'AM05');

-- migrate:down
DROP INDEX bank_claim_duplicates, bank_claim_answers;
ALTER TABLE bank_claim DROP CONSTRAINT bank_claim_kind_check;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_kind_check CHECK (kind IN
  ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'charge', 'rejection', 'answer', 'note'));
ALTER TABLE bank_claim DROP COLUMN undecided, DROP COLUMN status, DROP COLUMN entry_amount_minor, DROP COLUMN entry_currency, DROP COLUMN direction;
