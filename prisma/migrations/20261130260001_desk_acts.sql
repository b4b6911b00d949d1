-- migrate:up

-- Which process it is that beats: each start of one is another instance, so that what is asked of one never hits the next.
ALTER TABLE heartbeat ADD COLUMN instance uuid, ADD COLUMN started_at timestamptz(3);
COMMENT ON COLUMN heartbeat.instance IS 'A random id that the process gave itself when it started; null of a version that gave itself none.';
COMMENT ON COLUMN heartbeat.started_at IS 'When that instance began to beat.';

-- That a person asked a process to end itself, so that its supervisor starts it again. It learns so from the answer to its own beat.
CREATE TABLE worker_restart (
  id uuid PRIMARY KEY,
  process text NOT NULL CHECK (process IN ('outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler')),
  instance uuid NOT NULL UNIQUE,
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz(3),
  back_at timestamptz(3),
  back_instance uuid,
  CHECK ((back_at IS NULL) = (back_instance IS NULL)),
  CHECK (back_instance <> instance)
);
CREATE INDEX worker_restart_newest ON worker_restart (process, asked_at DESC);

CREATE FUNCTION worker_restart_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'that a process was asked to restart is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.ended_at IS NOT NULL OR NEW.back_at IS NOT NULL THEN
      RAISE EXCEPTION 'restart %: it begins by being asked for', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.process, NEW.instance, NEW.reason, NEW.asked_by, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.process, OLD.instance, OLD.reason, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'restart %: what was asked for does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
     OR (OLD.back_at IS NOT NULL AND (NEW.back_at, NEW.back_instance) IS DISTINCT FROM (OLD.back_at, OLD.back_instance)) THEN
    RAISE EXCEPTION 'restart %: what has happened does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER worker_restart_rules BEFORE INSERT OR UPDATE OR DELETE ON worker_restart FOR EACH ROW EXECUTE FUNCTION worker_restart_rules();
CREATE TRIGGER worker_restart_no_truncate BEFORE TRUNCATE ON worker_restart FOR EACH STATEMENT EXECUTE FUNCTION worker_restart_rules();
CREATE TRIGGER worker_restart_by_people BEFORE INSERT ON worker_restart FOR EACH ROW EXECUTE FUNCTION decided_by_people('asked_by');

GRANT SELECT, INSERT (id, process, instance, reason, asked_by), UPDATE (ended_at, back_at, back_instance) ON worker_restart TO payledger_app;
GRANT SELECT, UPDATE (ended_at, back_at, back_instance) ON worker_restart TO payledger_relay;

COMMENT ON TABLE worker_restart IS 'What people asked processes to do: end themselves in order, to be started again by their supervisor.';
COMMENT ON COLUMN worker_restart.instance IS 'The instance that is meant, and no other.';
COMMENT ON COLUMN worker_restart.asked_by IS 'The id of the person.';
COMMENT ON COLUMN worker_restart.ended_at IS 'When that instance said its last word; null before, and of one that was killed.';
COMMENT ON COLUMN worker_restart.back_at IS 'When the next instance first beat.';
COMMENT ON COLUMN worker_restart.back_instance IS 'Which one that was.';

-- migrate:down
DROP TABLE worker_restart;
DROP FUNCTION worker_restart_rules;
ALTER TABLE heartbeat DROP COLUMN started_at, DROP COLUMN instance;
