-- migrate:up

-- One question for each kind of row. With both in one condition the plan for a kind that is known looked cheaper than the one that is kept, so Postgres
-- planned it anew for each event: 45 us of 160 that submitting a line took.
CREATE OR REPLACE FUNCTION outbox_row_exists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.aggregate_type = 'payout' THEN
    IF EXISTS (SELECT FROM payout WHERE id = NEW.aggregate_id AND version >= NEW.version) THEN RETURN NULL; END IF;
  ELSIF EXISTS (SELECT FROM payroll_run WHERE id = NEW.aggregate_id AND version >= NEW.version) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'an event of %, version %, that no % has', NEW.aggregate_id, NEW.version, NEW.aggregate_type USING ERRCODE = 'check_violation';
END $$;

-- migrate:down
CREATE OR REPLACE FUNCTION outbox_row_exists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.aggregate_type = 'payout' AND EXISTS (SELECT FROM payout WHERE id = NEW.aggregate_id AND version >= NEW.version)
    OR NEW.aggregate_type = 'payroll-run' AND EXISTS (SELECT FROM payroll_run WHERE id = NEW.aggregate_id AND version >= NEW.version) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'an event of %, version %, that no % has', NEW.aggregate_id, NEW.version, NEW.aggregate_type USING ERRCODE = 'check_violation';
END $$;
