-- migrate:up

-- Somebody looks after a difference, and says so to the others. What differs in the ledger itself may be the trace of someone who changed it past its rules: one person says why it is so, another agrees.

ALTER TABLE mismatch ADD COLUMN owner text, ADD COLUMN proposed_by text, ADD COLUMN proposal text CHECK (proposal = btrim(proposal) AND proposal <> ''),
  ADD CHECK ((proposed_by IS NULL) = (proposal IS NULL));
COMMENT ON COLUMN mismatch.owner IS 'Who looks after it; null while nobody has taken it.';
COMMENT ON COLUMN mismatch.proposed_by IS 'Who explained a difference in the ledger first; another agrees. Null otherwise.';
COMMENT ON COLUMN mismatch.proposal IS 'Their reason.';
COMMENT ON COLUMN mismatch.version IS 'Moves with its state, its owner and its proposal.';

CREATE OR REPLACE FUNCTION mismatch_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a mismatch is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.proposed_by IS NOT NULL THEN
      RAISE EXCEPTION 'a mismatch begins open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.store, NEW.kind, NEW.subject, NEW.cause, NEW.fields, NEW.fields_hash, NEW.tier, NEW.position, NEW.comparison_id, NEW.found_at)
     IS DISTINCT FROM (OLD.id, OLD.store, OLD.kind, OLD.subject, OLD.cause, OLD.fields, OLD.fields_hash, OLD.tier, OLD.position, OLD.comparison_id, OLD.found_at) THEN
    RAISE EXCEPTION 'mismatch %: what was found does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('open', 'repaired'), ('open', 'explained'), ('explained', 'repaired')) THEN
    RAISE EXCEPTION 'mismatch %: % does not become %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.explained_by IS NOT NULL AND (NEW.explained_by, NEW.explanation) IS DISTINCT FROM (OLD.explained_by, OLD.explanation) THEN
    RAISE EXCEPTION 'mismatch %: its explanation does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.proposed_by, NEW.proposal) IS DISTINCT FROM (OLD.proposed_by, OLD.proposal)
     AND (OLD.state, NEW.state) IS DISTINCT FROM ('open', 'open') THEN
    RAISE EXCEPTION 'mismatch %: an explanation is proposed while it is open', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'explained' AND OLD.state <> 'explained' AND NEW.store = 'ledger'
     AND (NEW.proposed_by IS NULL OR NEW.proposed_by = NEW.explained_by) THEN
    RAISE EXCEPTION 'mismatch %: what differs in the ledger is explained by two people', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + ((NEW.state, NEW.owner, NEW.proposed_by, NEW.proposal) IS DISTINCT FROM (OLD.state, OLD.owner, OLD.proposed_by, OLD.proposal))::int THEN
    RAISE EXCEPTION 'mismatch %: its version moves with its state, its owner and its proposal', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER mismatch_by_people ON mismatch;
CREATE TRIGGER mismatch_by_people BEFORE UPDATE OF owner, proposed_by, explained_by ON mismatch FOR EACH ROW
  WHEN (NEW.owner IS NOT NULL OR NEW.proposed_by IS NOT NULL OR NEW.explained_by IS NOT NULL)
  EXECUTE FUNCTION decided_by_people('owner', 'proposed_by', 'explained_by');

-- migrate:down
DROP TRIGGER mismatch_by_people ON mismatch;
CREATE OR REPLACE FUNCTION mismatch_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a mismatch is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'a mismatch begins open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.store, NEW.kind, NEW.subject, NEW.cause, NEW.fields, NEW.fields_hash, NEW.tier, NEW.position, NEW.comparison_id, NEW.found_at)
     IS DISTINCT FROM (OLD.id, OLD.store, OLD.kind, OLD.subject, OLD.cause, OLD.fields, OLD.fields_hash, OLD.tier, OLD.position, OLD.comparison_id, OLD.found_at) THEN
    RAISE EXCEPTION 'mismatch %: what was found does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('open', 'repaired'), ('open', 'explained'), ('explained', 'repaired')) THEN
    RAISE EXCEPTION 'mismatch %: % does not become %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.explained_by IS NOT NULL AND (NEW.explained_by, NEW.explanation) IS DISTINCT FROM (OLD.explained_by, OLD.explanation) THEN
    RAISE EXCEPTION 'mismatch %: its explanation does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + (NEW.state <> OLD.state)::int THEN
    RAISE EXCEPTION 'mismatch %: its version moves with its state', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER TABLE mismatch DROP COLUMN owner, DROP COLUMN proposed_by, DROP COLUMN proposal;
CREATE TRIGGER mismatch_by_people BEFORE UPDATE OF explained_by ON mismatch FOR EACH ROW
  WHEN (NEW.explained_by IS NOT NULL) EXECUTE FUNCTION decided_by_people('explained_by');
