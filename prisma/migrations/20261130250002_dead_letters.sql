-- migrate:up

-- Dead letters are handed to their copy again, or given up by two people, as repairs are done: asked for here, and done by the process that owns the copy.
ALTER TABLE repair DROP CONSTRAINT IF EXISTS repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check
  CHECK (kind IN ('rebuild-search', 'replay-payouts', 'rebuild-finance', 'refill-finance', 'redrive-dead-letters', 'discard-dead-letters'));

ALTER TABLE repair ADD COLUMN IF NOT EXISTS scope jsonb;
ALTER TABLE repair ADD COLUMN confirmed_by text;
ALTER TABLE repair ADD COLUMN confirmed_at timestamptz(3);
-- A copy without an event is not what the ledger says any more, for ever: nobody decides that alone.
ALTER TABLE repair ADD CONSTRAINT repair_discard_by_two CHECK (
  (confirmed_by IS NULL) = (confirmed_at IS NULL)
  AND (confirmed_by IS NULL OR (kind = 'discard-dead-letters' AND confirmed_by <> asked_by))
  AND (kind <> 'discard-dead-letters' OR (confirmed_by IS NOT NULL AND state IN ('asked', 'done')) OR (confirmed_by IS NULL AND state IN ('asked', 'cancelled'))));
ALTER TABLE repair ADD CONSTRAINT repair_letters_named CHECK (
  kind NOT IN ('redrive-dead-letters', 'discard-dead-letters') OR coalesce(scope ->> 'copy' IN ('search', 'finance'), false));

-- Letters of search and of finance are two processes' work, so one of each may be under way.
DROP INDEX repair_one_of_a_kind;
CREATE UNIQUE INDEX repair_one_of_a_kind ON repair (kind, (coalesce(scope ->> 'copy', ''))) WHERE ended_at IS NULL;

-- What two people gave up stands for good, whoever writes here.
CREATE FUNCTION repair_discard_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'repair %: that letters were discarded is never deleted', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.kind, NEW.scope, NEW.reason, NEW.asked_by, NEW.asked_at) IS DISTINCT FROM (OLD.id, OLD.kind, OLD.scope, OLD.reason, OLD.asked_by, OLD.asked_at)
     OR (OLD.confirmed_by IS NOT NULL AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at)) THEN
    RAISE EXCEPTION 'repair %: what was decided about discarded letters does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER repair_discard_stands BEFORE UPDATE OR DELETE ON repair FOR EACH ROW
  WHEN (OLD.kind = 'discard-dead-letters') EXECUTE FUNCTION repair_discard_stands();
CREATE TRIGGER repair_discard_by_people BEFORE INSERT OR UPDATE OF confirmed_by ON repair FOR EACH ROW
  WHEN (NEW.kind = 'discard-dead-letters') EXECUTE FUNCTION decided_by_people('asked_by', 'confirmed_by');

COMMENT ON COLUMN repair.scope IS 'What of a copy it is about, where that is not all of it.';
COMMENT ON COLUMN repair.confirmed_by IS 'The id of the second person, who confirmed that letters are discarded.';
COMMENT ON COLUMN repair.confirmed_at IS 'When the second person confirmed it.';
COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers, in whose place it comes once it is equal to the ledger. redrive-dead-letters: their events are read again and handed to the copy. discard-dead-letters: they are given up, by two people.';

-- migrate:down
DROP TRIGGER repair_discard_by_people ON repair;
DROP TRIGGER repair_discard_stands ON repair;
DROP FUNCTION repair_discard_stands;
DROP INDEX repair_one_of_a_kind;
DELETE FROM repair WHERE kind IN ('redrive-dead-letters', 'discard-dead-letters');
CREATE UNIQUE INDEX repair_one_of_a_kind ON repair (kind) WHERE ended_at IS NULL;
ALTER TABLE repair DROP CONSTRAINT repair_letters_named, DROP CONSTRAINT repair_discard_by_two, DROP COLUMN confirmed_at, DROP COLUMN confirmed_by, DROP COLUMN IF EXISTS scope;
ALTER TABLE repair DROP CONSTRAINT repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check CHECK (kind IN ('rebuild-search'));
