-- migrate:up

-- That a person wants a bank's file read again that the gateway could not read. The gateway does it, from the bytes in the archive.
CREATE TABLE bank_file_reading (
  id uuid PRIMARY KEY,
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  file_name text NOT NULL,
  file_sha256 text NOT NULL,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'done', 'failed')),
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz(3),
  outcome text,
  CHECK ((state = 'asked') = (ended_at IS NULL)),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
-- Asked for twice at once, it is read once.
CREATE UNIQUE INDEX bank_file_reading_once ON bank_file_reading (file_sha256) WHERE state = 'asked';
CREATE INDEX bank_file_reading_newest ON bank_file_reading (file_sha256, asked_at DESC);
CREATE INDEX bank_message_unread ON bank_message (created_at DESC) WHERE direction = 'in' AND status = 'set-aside' AND kind = 'unreadable';

CREATE FUNCTION bank_file_reading_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'that a file was to be read again is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN
      RAISE EXCEPTION 'reading %: it begins by being asked for', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM bank_message WHERE id = NEW.bank_message_id AND direction = 'in' AND status = 'set-aside' AND kind = 'unreadable'
                   AND file_name = NEW.file_name AND coalesce(file_sha256, sha256) = NEW.file_sha256) THEN
      RAISE EXCEPTION 'reading %: only a file that could not be read is read again', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'asked' OR (NEW.id, NEW.bank_message_id, NEW.file_name, NEW.file_sha256, NEW.reason, NEW.asked_by, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.bank_message_id, OLD.file_name, OLD.file_sha256, OLD.reason, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'reading %: what was asked for, and what came of it, do not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_file_reading_rules BEFORE INSERT OR UPDATE OR DELETE ON bank_file_reading FOR EACH ROW EXECUTE FUNCTION bank_file_reading_rules();
CREATE TRIGGER bank_file_reading_no_truncate BEFORE TRUNCATE ON bank_file_reading FOR EACH STATEMENT EXECUTE FUNCTION bank_file_reading_rules();
CREATE TRIGGER bank_file_reading_by_people BEFORE INSERT ON bank_file_reading FOR EACH ROW EXECUTE FUNCTION decided_by_people('asked_by');

GRANT SELECT, INSERT (id, bank_message_id, file_name, file_sha256, reason, asked_by), UPDATE (state, ended_at, outcome) ON bank_file_reading TO payledger_app;

COMMENT ON TABLE bank_file_reading IS 'That people wanted files read again that the gateway could not read, and what came of it.';
COMMENT ON COLUMN bank_file_reading.file_sha256 IS 'Of the bytes as they came: what is read again are these and no others.';
COMMENT ON COLUMN bank_file_reading.state IS 'asked; done: all of it was read; failed: it, or a part of it, still was not.';
COMMENT ON COLUMN bank_file_reading.asked_by IS 'The id of the person.';
COMMENT ON COLUMN bank_file_reading.outcome IS 'What came of it, for a person.';

-- migrate:down
DROP TABLE bank_file_reading;
DROP FUNCTION bank_file_reading_rules;
DROP INDEX bank_message_unread;
