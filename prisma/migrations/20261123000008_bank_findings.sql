-- migrate:up

ALTER TABLE bank_message DROP CONSTRAINT bank_message_kind_check;
ALTER TABLE bank_message ADD CONSTRAINT bank_message_kind_check CHECK (kind IN ('pain.001', 'pain.002', 'camt.053', 'camt.054', 'unreadable'));
-- Of the file as it came, which is what the archive holds; sha256 is of the one message, which may have come in a zip.
ALTER TABLE bank_message ADD COLUMN file_sha256 text;
ALTER TABLE bank_message_effect ADD COLUMN returned integer NOT NULL DEFAULT 0;
CREATE INDEX settlement_instruction_block ON settlement_instruction (block_id);
CREATE INDEX payout_amount ON payout (amount_minor, currency);

-- What the banks have said, each thing once, however often and in whatever order its files come. The state of an instruction is a function of
-- what is said of it here and of nothing else, so no order of files can end in another state.
CREATE TABLE bank_claim (
  key text PRIMARY KEY CHECK (key ~ '^[0-9a-f]{64}$'),
  kind text NOT NULL CHECK (kind IN ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'rejection', 'answer', 'note')),
  -- The first file that said it.
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  -- The bank's entry, by the reader's key of it. Null for what a status says.
  booking text,
  end_to_end_id text,
  block_id text,
  message_id text,
  amount_minor bigint,
  currency text,
  payments integer,
  account text,
  booked_on date,
  bank_reference text,
  fee_minor bigint,
  reason_code text,
  reason_text text,
  counterparty text,
  reference text NOT NULL,
  problem text,
  -- A batch that agrees in id, count and sum with its block. Once true it stays true.
  agrees boolean NOT NULL DEFAULT false,
  -- The end-to-end id, or of a batch the block, that two people have matched it with.
  matched_to text,
  about text GENERATED ALWAYS AS (coalesce(matched_to, CASE WHEN kind = 'batch' THEN block_id ELSE end_to_end_id END)) STORED
);
CREATE INDEX bank_claim_about ON bank_claim (about);
CREATE INDEX bank_claim_booking ON bank_claim (booking);
CREATE INDEX bank_claim_message ON bank_claim (bank_message_id);
-- Rejections of whole blocks and files: few, and looked up for every payment below them.
CREATE INDEX bank_claim_wide_rejection ON bank_claim (message_id) WHERE kind = 'rejection' AND end_to_end_id IS NULL;

ALTER TABLE bank_finding
  ADD COLUMN claim_key text UNIQUE REFERENCES bank_claim,
  ADD COLUMN company_id uuid REFERENCES company,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'resolved')),
  ADD COLUMN owner text,
  ADD COLUMN resolution text CHECK (resolution IN ('matched', 'written-off', 'returned-to-bank', 'explained')),
  ADD COLUMN matched_to text,
  ADD COLUMN reason text,
  ADD COLUMN proposed_by text,
  ADD COLUMN proposed_at timestamptz(3),
  ADD COLUMN confirmed_by text,
  ADD COLUMN resolved_at timestamptz(3),
  ADD CHECK ((state = 'open') = (resolution IS NULL)),
  ADD CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  ADD CHECK (state = 'open' OR resolution = 'explained' OR (proposed_by IS NOT NULL AND proposed_at IS NOT NULL AND reason IS NOT NULL)),
  ADD CHECK ((resolution IS NOT DISTINCT FROM 'matched') = (matched_to IS NOT NULL)),
  -- Four eyes: what concerns money is decided by two. A note without an amount is closed by one.
  ADD CONSTRAINT bank_finding_four_eyes CHECK (confirmed_by IS DISTINCT FROM proposed_by OR confirmed_by IS NULL),
  ADD CONSTRAINT bank_finding_second_person CHECK (state <> 'resolved' OR resolution = 'explained' OR confirmed_by IS NOT NULL
    OR (amount_minor IS NULL AND resolution <> 'matched'));
CREATE INDEX bank_finding_waiting ON bank_finding (state, created_at);

CREATE FUNCTION bank_finding_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a finding is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'finding %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.bank_message_id, NEW.claim_key, NEW.reference, NEW.amount_minor, NEW.currency, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.bank_message_id, OLD.claim_key, OLD.reference, OLD.amount_minor, OLD.currency, OLD.created_at) THEN
    RAISE EXCEPTION 'finding %: what the bank said does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'resolved' AND OLD.resolution <> 'explained' THEN
    RAISE EXCEPTION 'finding %: it is resolved', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  -- The second person confirms what the first has proposed, and nothing else.
  IF NEW.confirmed_by IS NOT NULL AND (OLD.state <> 'proposed' OR (NEW.resolution, NEW.matched_to, NEW.reason, NEW.proposed_by, NEW.proposed_at)
     IS DISTINCT FROM (OLD.resolution, OLD.matched_to, OLD.reason, OLD.proposed_by, OLD.proposed_at)) THEN
    RAISE EXCEPTION 'finding %: what is confirmed is not what was proposed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_finding_rules BEFORE UPDATE OR DELETE ON bank_finding FOR EACH ROW EXECUTE FUNCTION bank_finding_rules();

-- A finding begins open: one that is born resolved would pass by the second person.
CREATE FUNCTION bank_finding_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' OR NEW.version <> 1 THEN
    RAISE EXCEPTION 'a finding begins open, with version 1' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_finding_begins BEFORE INSERT ON bank_finding FOR EACH ROW EXECUTE FUNCTION bank_finding_begins();

CREATE FUNCTION bank_claim_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'what a bank has said is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.key, NEW.kind, NEW.bank_message_id, NEW.booking, NEW.end_to_end_id, NEW.block_id, NEW.message_id, NEW.amount_minor, NEW.currency, NEW.payments)
     IS DISTINCT FROM (OLD.key, OLD.kind, OLD.bank_message_id, OLD.booking, OLD.end_to_end_id, OLD.block_id, OLD.message_id, OLD.amount_minor, OLD.currency, OLD.payments) THEN
    RAISE EXCEPTION 'what a bank has said does not change' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.agrees AND NOT NEW.agrees THEN
    RAISE EXCEPTION 'a batch that agrees does not stop agreeing' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.matched_to IS DISTINCT FROM OLD.matched_to AND NOT EXISTS (
      SELECT FROM bank_finding f WHERE f.claim_key = NEW.key AND f.state = 'resolved' AND f.resolution = 'matched' AND f.matched_to = NEW.matched_to) THEN
    RAISE EXCEPTION 'a bank''s entry is matched by two people, or not at all' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_claim_rules BEFORE UPDATE OR DELETE ON bank_claim FOR EACH ROW EXECUTE FUNCTION bank_claim_rules();
CREATE FUNCTION bank_claim_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added WHERE matched_to IS NOT NULL) THEN
    RAISE EXCEPTION 'a bank''s entry is matched by two people, or not at all' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bank_claim_begins AFTER INSERT ON bank_claim REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bank_claim_begins();

GRANT SELECT, INSERT, UPDATE ON bank_claim TO payledger_app;
GRANT UPDATE ON bank_finding TO payledger_app;

-- migrate:down
DROP TRIGGER bank_claim_begins ON bank_claim;
DROP TRIGGER bank_claim_rules ON bank_claim;
DROP TRIGGER bank_finding_begins ON bank_finding;
DROP TRIGGER bank_finding_rules ON bank_finding;
DROP FUNCTION bank_claim_begins, bank_claim_rules, bank_finding_begins, bank_finding_rules;
DROP INDEX bank_finding_waiting;
ALTER TABLE bank_finding
  DROP COLUMN claim_key, DROP COLUMN company_id, DROP COLUMN version, DROP COLUMN state, DROP COLUMN owner, DROP COLUMN resolution, DROP COLUMN matched_to,
  DROP COLUMN reason, DROP COLUMN proposed_by, DROP COLUMN proposed_at, DROP COLUMN confirmed_by, DROP COLUMN resolved_at;
DROP TABLE bank_claim;
DROP INDEX payout_amount, settlement_instruction_block;
REVOKE UPDATE ON bank_finding FROM payledger_app;
ALTER TABLE bank_message_effect DROP COLUMN returned;
ALTER TABLE bank_message DROP COLUMN file_sha256;
ALTER TABLE bank_message DROP CONSTRAINT bank_message_kind_check;
ALTER TABLE bank_message ADD CONSTRAINT bank_message_kind_check CHECK (kind IN ('pain.001', 'pain.002', 'camt.054', 'unreadable'));
