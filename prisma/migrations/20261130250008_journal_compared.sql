-- migrate:up

-- A deep comparison also holds the journal against Kafka, and against the hashes that were noted when it was published.
ALTER TABLE mismatch DROP CONSTRAINT mismatch_store_check, DROP CONSTRAINT mismatch_kind_check,
  ADD CONSTRAINT mismatch_store_check CHECK (store IN ('ledger', 'kafka', 'search', 'finance')),
  ADD CONSTRAINT mismatch_kind_check CHECK (kind IN ('payout', 'run', 'bank-file', 'figure', 'event', 'journal'));
COMMENT ON COLUMN mismatch.kind IS 'What differs: a payout, a run or a bank file within the ledger, a figure of finance, an event, or the journal as a whole.';

-- migrate:down
ALTER TABLE mismatch DROP CONSTRAINT mismatch_store_check, DROP CONSTRAINT mismatch_kind_check,
  ADD CONSTRAINT mismatch_store_check CHECK (store IN ('ledger', 'search', 'finance')),
  ADD CONSTRAINT mismatch_kind_check CHECK (kind IN ('payout', 'run', 'bank-file', 'figure'));
