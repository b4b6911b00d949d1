-- migrate:up

-- What the outbox does not hold never reaches a copy: a change and its event commit together, whoever makes the change. Looked at when the transaction
-- commits, for the event is written after its row.
CREATE FUNCTION version_is_journalled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM outbox o WHERE o.aggregate_id = NEW.id AND o.version = NEW.version) THEN
    RAISE EXCEPTION '% %: the outbox holds no event of its version %', TG_TABLE_NAME, NEW.id, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payout_is_journalled AFTER INSERT OR UPDATE ON payout DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION version_is_journalled();
-- A draft is nobody's business yet: the first event of a run is its submission.
CREATE CONSTRAINT TRIGGER payroll_run_is_journalled AFTER UPDATE ON payroll_run DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.version <> OLD.version) EXECUTE FUNCTION version_is_journalled();

-- migrate:down
DROP TRIGGER payroll_run_is_journalled ON payroll_run;
DROP TRIGGER payout_is_journalled ON payout;
DROP FUNCTION version_is_journalled;
