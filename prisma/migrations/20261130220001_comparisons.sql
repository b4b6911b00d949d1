-- migrate:up

-- What the reconciler found when it asked ledger, search and finance the same question, and who asked for it. One that nobody asked for comes round.
CREATE TABLE comparison (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  tier text NOT NULL CHECK (tier IN ('quick', 'deep')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'failed')),
  asked_by text,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  began_at timestamptz(3),
  beat_at timestamptz(3),
  finished_at timestamptz(3),
  era integer,
  position bigint,
  payouts integer,
  copies jsonb NOT NULL DEFAULT '[]',
  mismatches integer,
  failure text,
  CHECK ((state = 'asked') = (began_at IS NULL)),
  CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL)),
  CHECK ((state = 'failed') = (failure IS NOT NULL))
);
CREATE UNIQUE INDEX comparison_one_runs ON comparison ((true)) WHERE state = 'running';
CREATE UNIQUE INDEX comparison_asked_once ON comparison (tier) WHERE state = 'asked';
CREATE INDEX comparison_newest ON comparison (asked_at DESC);

-- What was found to differ. It is never deleted, and never says anything else than what was found.
CREATE TABLE mismatch (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  store text NOT NULL CHECK (store IN ('ledger', 'search', 'finance')),
  kind text NOT NULL CHECK (kind IN ('payout', 'run', 'bank-file', 'figure')),
  subject text NOT NULL,
  cause text NOT NULL CHECK (cause IN ('behind', 'altered', 'missing', 'extra', 'row-without-event', 'event-unreadable', 'older-definition', 'does-not-add-up')),
  fields jsonb NOT NULL,
  fields_hash text NOT NULL,
  tier text NOT NULL,
  position bigint NOT NULL,
  comparison_id uuid NOT NULL,
  found_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'repaired', 'explained')),
  state_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  explained_by text,
  explanation text CHECK (explanation = btrim(explanation) AND explanation <> ''),
  version integer NOT NULL DEFAULT 1,
  CHECK (state <> 'explained' OR explained_by IS NOT NULL),
  CHECK ((explained_by IS NULL) = (explanation IS NULL))
);
CREATE UNIQUE INDEX mismatch_unresolved_once ON mismatch (store, kind, subject) WHERE state <> 'repaired';
CREATE INDEX mismatch_newest ON mismatch (state, found_at DESC);

CREATE FUNCTION mismatch_rules() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER mismatch_rules BEFORE INSERT OR UPDATE OR DELETE ON mismatch FOR EACH ROW EXECUTE FUNCTION mismatch_rules();
CREATE FUNCTION mismatch_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a mismatch is never deleted' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER mismatch_no_truncate BEFORE TRUNCATE ON mismatch FOR EACH STATEMENT EXECUTE FUNCTION mismatch_no_truncate();
CREATE TRIGGER mismatch_by_people BEFORE UPDATE OF explained_by ON mismatch FOR EACH ROW
  WHEN (NEW.explained_by IS NOT NULL) EXECUTE FUNCTION decided_by_people('explained_by');

-- What is old is thinned out; what is not yet a day old is kept, or a bad one could be made to vanish.
CREATE FUNCTION comparison_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('asked', 'running') OR OLD.finished_at > clock_timestamp() - interval '1 day' THEN
    RAISE EXCEPTION 'comparison %: it is kept for a day', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER comparison_is_kept BEFORE DELETE ON comparison FOR EACH ROW EXECUTE FUNCTION comparison_is_kept();

GRANT SELECT, INSERT, UPDATE, DELETE ON comparison TO payledger_app;
GRANT SELECT, INSERT, UPDATE ON mismatch TO payledger_app;

COMMENT ON TABLE comparison IS 'Comparisons of ledger, search and finance, asked for by a person or come round.';
COMMENT ON COLUMN comparison.tier IS 'Quick: from the fingerprints stored beside the payouts. Deep: everything read back and computed.';
COMMENT ON COLUMN comparison.state IS 'Asked, running, done, or failed with its reason.';
COMMENT ON COLUMN comparison.asked_by IS 'Who asked for it; null: it came round.';
COMMENT ON COLUMN comparison.asked_at IS 'When it was asked for, or was due.';
COMMENT ON COLUMN comparison.began_at IS 'When the reconciler took it; null before.';
COMMENT ON COLUMN comparison.beat_at IS 'The last sign of life of whoever runs it.';
COMMENT ON COLUMN comparison.finished_at IS 'When it was done or had failed; null before.';
COMMENT ON COLUMN comparison.era IS 'Of the journal.';
COMMENT ON COLUMN comparison.position IS 'The event up to which everything was compared.';
COMMENT ON COLUMN comparison.payouts IS 'How many the ledger has at that position.';
COMMENT ON COLUMN comparison.copies IS 'By copy: whether it was compared or why not, and how many payouts had moved since and were set aside.';
COMMENT ON COLUMN comparison.mismatches IS 'How many it saw.';
COMMENT ON COLUMN comparison.failure IS 'Why it failed; null otherwise.';
COMMENT ON TABLE mismatch IS 'What differs between the stores, or within one, as a comparison found it.';
COMMENT ON COLUMN mismatch.store IS 'Which store is not as it should be.';
COMMENT ON COLUMN mismatch.kind IS 'What differs: a payout, a run or a bank file within the ledger, or a figure of finance.';
COMMENT ON COLUMN mismatch.subject IS 'Its id, or its name where it has none.';
COMMENT ON COLUMN mismatch.cause IS 'The likely one, of a closed list (operations/compare/causes.ts).';
COMMENT ON COLUMN mismatch.fields IS 'Field by field what was expected and what was found; of names and accounts only how long they are.';
COMMENT ON COLUMN mismatch.fields_hash IS 'Of the cause and of all values as they are: an explanation holds for these alone.';
COMMENT ON COLUMN mismatch.tier IS 'Of the comparison that found it.';
COMMENT ON COLUMN mismatch.position IS 'The event up to which that one compared.';
COMMENT ON COLUMN mismatch.comparison_id IS 'The comparison that found it; it may have been thinned out since.';
COMMENT ON COLUMN mismatch.found_at IS 'When it was found.';
COMMENT ON COLUMN mismatch.seen_at IS 'When a comparison saw it last.';
COMMENT ON COLUMN mismatch.state IS 'Open; repaired, when a later comparison saw it no more; explained, by a person.';
COMMENT ON COLUMN mismatch.state_since IS 'Since when it is in that state.';
COMMENT ON COLUMN mismatch.explained_by IS 'Who explained it; null while nobody has.';
COMMENT ON COLUMN mismatch.explanation IS 'Their reason.';
COMMENT ON COLUMN mismatch.version IS 'Moves with its state.';

-- migrate:down
DROP TABLE mismatch, comparison;
DROP FUNCTION comparison_is_kept, mismatch_no_truncate, mismatch_rules;
