-- migrate:up

-- The rule of four eyes compares the approver with who submitted, so that must stand; and the day of payment is what was submitted, too.
CREATE FUNCTION submission_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.pay_date <> OLD.pay_date OR (NEW.status <> 'draft' AND NEW.submitted_by IS DISTINCT FROM OLD.submitted_by) THEN
    RAISE EXCEPTION 'payroll run %: who submitted it and its pay date do not change after submission', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payroll_run_submission_stands BEFORE UPDATE ON payroll_run FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION submission_stands();

-- migrate:down
DROP TRIGGER payroll_run_submission_stands ON payroll_run;
DROP FUNCTION submission_stands;
