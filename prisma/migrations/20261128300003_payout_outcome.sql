-- migrate:up

-- What becomes of a payment that failed or came back: proposed by one person, confirmed by another. It is about one version of the payout, so one
-- that was booked after all and comes back again needs a new outcome.
CREATE TABLE payout_outcome (
  payout_id uuid PRIMARY KEY REFERENCES payout,
  payout_version integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  outcome text NOT NULL CHECK (outcome IN ('pay-again', 'paid-otherwise', 'not-owed')),
  reason text NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz(3) NOT NULL,
  confirmed_by text,
  confirmed_at timestamptz(3),
  confirm_reason text,
  CONSTRAINT payout_outcome_four_eyes CHECK (confirmed_by <> proposed_by),
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (confirm_reason IS NULL))
);

CREATE FUNCTION payout_outcome_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an outcome is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_by IS NOT NULL OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'an outcome begins as a proposal, with version 1' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.version <> OLD.version + 1 OR NEW.payout_id <> OLD.payout_id THEN
    RAISE EXCEPTION 'outcome of payout %: version must move from % to %', OLD.payout_id, OLD.version, OLD.version + 1 USING ERRCODE = 'check_violation';
  -- The second person confirms what the first has proposed, and nothing else.
  ELSIF NEW.confirmed_by IS NOT NULL AND (OLD.confirmed_by IS NOT NULL OR (NEW.payout_version, NEW.outcome, NEW.reason, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM (OLD.payout_version, OLD.outcome, OLD.reason, OLD.proposed_by, OLD.proposed_at)) THEN
    RAISE EXCEPTION 'outcome of payout %: what is confirmed is not what was proposed', OLD.payout_id USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM payout p WHERE p.id = NEW.payout_id AND p.version = NEW.payout_version AND p.status IN ('failed', 'returned') FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'outcome of payout %: it is not the version that failed or came back', NEW.payout_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_outcome_rules BEFORE INSERT OR UPDATE OR DELETE ON payout_outcome FOR EACH ROW EXECUTE FUNCTION payout_outcome_rules();
CREATE TRIGGER payout_outcome_no_truncate BEFORE TRUNCATE ON payout_outcome FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();

-- A file that is kept back for its day, not for its content: a person can give it another day.
ALTER TABLE bank_message ADD COLUMN kept_late boolean NOT NULL DEFAULT false;

GRANT SELECT, INSERT, UPDATE ON payout_outcome TO payledger_app;

-- migrate:down
ALTER TABLE bank_message DROP COLUMN kept_late;
DROP TABLE payout_outcome;
DROP FUNCTION payout_outcome_rules;
