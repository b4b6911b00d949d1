-- migrate:up

-- A bank's file that a person brings: proposed with a reason, shown payment by payment, applied when a second person confirms what they saw.
-- The bytes lie in the archive under their hash.
CREATE TABLE bank_file_proposal (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  file_name text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'applied', 'withdrawn', 'refused')),
  version integer NOT NULL DEFAULT 1,
  reason text NOT NULL,
  -- What applying it would have done when it was last looked at: per message, of which runs, and a hash by which a person says what they saw.
  messages jsonb NOT NULL,
  run_ids uuid[] NOT NULL,
  effect text NOT NULL CHECK (effect ~ '^[0-9a-f]{64}$'),
  looked_at timestamptz(3) NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz(3) NOT NULL,
  decided_by text,
  decided_at timestamptz(3),
  decided_reason text,
  CHECK ((state = 'proposed') = (decided_by IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT bank_file_proposal_two_people CHECK (state NOT IN ('applied', 'refused') OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX bank_file_proposal_open ON bank_file_proposal (sha256) WHERE state = 'proposed';
CREATE INDEX bank_file_proposal_listed ON bank_file_proposal (proposed_at);

-- Payment by payment: what it is and what it would become, in the bank's words. Of the last look; what was done is in the journal.
CREATE TABLE bank_file_change (
  proposal_id uuid NOT NULL REFERENCES bank_file_proposal,
  n integer NOT NULL,
  payout_id uuid NOT NULL REFERENCES payout,
  was text NOT NULL,
  becomes text NOT NULL,
  reason_code text,
  reason_text text,
  bank_reference text,
  booked_on date,
  words text,
  PRIMARY KEY (proposal_id, n)
);

ALTER TABLE bank_message ADD COLUMN proposal_id uuid REFERENCES bank_file_proposal;
CREATE INDEX bank_message_file ON bank_message (file_sha256) WHERE file_sha256 IS NOT NULL;

CREATE FUNCTION bank_file_proposal_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a proposed bank file is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'a bank file by hand begins proposed, with version 1' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'bank file %: it is decided', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'bank file %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.file_name, NEW.sha256, NEW.reason, NEW.proposed_by, NEW.proposed_at)
     IS DISTINCT FROM (OLD.id, OLD.file_name, OLD.sha256, OLD.reason, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'bank file %: what was proposed does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'proposed' AND (NEW.effect, NEW.run_ids) IS DISTINCT FROM (OLD.effect, OLD.run_ids) THEN
    RAISE EXCEPTION 'bank file %: what is decided is not what was shown', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'applied' AND EXISTS (
      SELECT FROM payroll_run r WHERE r.id = ANY(NEW.run_ids) AND (NEW.decided_by IN (r.prepared_by, r.submitted_by)
        OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = r.id AND e.user_id = NEW.decided_by))) THEN
    RAISE EXCEPTION 'bank file %: who confirms it had a hand in a run it concerns', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_file_proposal_rules BEFORE INSERT OR UPDATE OR DELETE ON bank_file_proposal FOR EACH ROW EXECUTE FUNCTION bank_file_proposal_rules();
CREATE TRIGGER bank_file_proposal_no_truncate BEFORE TRUNCATE ON bank_file_proposal FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();

-- *Did the bank get this file?* No: one person says it, another confirms, and only then is the file handed over again.
ALTER TABLE bank_message
  ADD COLUMN denied_by text,
  ADD COLUMN denied_at timestamptz(3),
  ADD COLUMN denied_reason text,
  ADD COLUMN denial_confirmed_by text,
  ADD COLUMN denial_version integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT bank_message_denied CHECK ((denied_by IS NULL) = (denied_at IS NULL) AND (denied_by IS NULL) = (denied_reason IS NULL)
    AND (denied_by IS NOT NULL OR denial_confirmed_by IS NULL)),
  ADD CONSTRAINT bank_message_denied_by_two CHECK (denial_confirmed_by IS NULL OR denial_confirmed_by <> denied_by);

CREATE FUNCTION bank_message_denial_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.denied_by IS NULL OR (NEW.denied_by, NEW.denied_at) IS DISTINCT FROM (OLD.denied_by, OLD.denied_at) OR NEW.denial_confirmed_by IS NULL THEN
    RAISE EXCEPTION 'bank message %: two people say that the bank does not have it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM payroll_run r WHERE r.id = OLD.run_id AND (NEW.denial_confirmed_by IN (r.prepared_by, r.submitted_by)
      OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = r.id AND e.user_id = NEW.denial_confirmed_by))) THEN
    RAISE EXCEPTION 'bank message %: who confirms it had a hand in its run', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_message_denial_rules BEFORE UPDATE ON bank_message FOR EACH ROW
  WHEN (OLD.direction = 'out' AND OLD.status IN ('handing-over', 'in-doubt', 'handed-over') AND NEW.status = 'prepared')
  EXECUTE FUNCTION bank_message_denial_rules();

GRANT SELECT, INSERT, UPDATE ON bank_file_proposal TO payledger_app;
GRANT SELECT, INSERT, DELETE ON bank_file_change TO payledger_app;

-- migrate:down
DROP TRIGGER bank_message_denial_rules ON bank_message;
DROP FUNCTION bank_message_denial_rules;
DROP INDEX bank_message_file;
ALTER TABLE bank_message DROP COLUMN proposal_id, DROP COLUMN denied_by, DROP COLUMN denied_at, DROP COLUMN denied_reason, DROP COLUMN denial_confirmed_by,
  DROP COLUMN denial_version;
DROP TABLE bank_file_change, bank_file_proposal;
DROP FUNCTION bank_file_proposal_rules;
