-- migrate:up

-- A file that came too late goes out for a later day when one person proposes that day with a reason and another, without a hand in its run, confirms it.
ALTER TABLE bank_message
  ADD COLUMN later_date date,
  ADD COLUMN later_by text,
  ADD COLUMN later_at timestamptz(3),
  ADD COLUMN later_reason text,
  ADD COLUMN later_confirmed_by text,
  ADD COLUMN later_version integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT bank_message_later CHECK (num_nonnulls(later_date, later_by, later_at, later_reason) IN (0, 4)
    AND (later_by IS NOT NULL OR later_confirmed_by IS NULL)),
  ADD CONSTRAINT bank_message_later_by_two CHECK (later_confirmed_by <> later_by);

CREATE FUNCTION bank_message_later_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'bank message %: a file begins with the pay date of its run', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.later_by IS NULL OR OLD.later_confirmed_by IS NOT NULL OR NEW.later_confirmed_by IS NULL
     OR (NEW.later_by, NEW.later_at, NEW.later_date) IS DISTINCT FROM (OLD.later_by, OLD.later_at, OLD.later_date)
     OR NEW.execution_date IS DISTINCT FROM OLD.later_date THEN
    RAISE EXCEPTION 'bank message %: another day takes two people', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM payroll_run r WHERE r.id = OLD.run_id AND (NEW.later_confirmed_by IN (r.prepared_by, r.submitted_by)
      OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = r.id AND e.user_id = NEW.later_confirmed_by))) THEN
    RAISE EXCEPTION 'bank message %: who confirms its day had a hand in its run', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_message_later_rules BEFORE UPDATE ON bank_message FOR EACH ROW
  WHEN (NEW.execution_date IS DISTINCT FROM OLD.execution_date) EXECUTE FUNCTION bank_message_later_rules();
CREATE TRIGGER bank_message_begins_on_pay_date BEFORE INSERT ON bank_message FOR EACH ROW
  WHEN (NEW.execution_date IS NOT NULL) EXECUTE FUNCTION bank_message_later_rules();

-- migrate:down
DROP TRIGGER bank_message_later_rules ON bank_message;
DROP TRIGGER bank_message_begins_on_pay_date ON bank_message;
DROP FUNCTION bank_message_later_rules;
ALTER TABLE bank_message DROP COLUMN later_date, DROP COLUMN later_by, DROP COLUMN later_at, DROP COLUMN later_reason, DROP COLUMN later_confirmed_by,
  DROP COLUMN later_version;
