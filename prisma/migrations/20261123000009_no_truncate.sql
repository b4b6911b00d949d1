-- migrate:up

-- TRUNCATE passes over every rule that looks at rows, and with CASCADE over every foreign key.
CREATE FUNCTION never_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER payroll_run_no_truncate BEFORE TRUNCATE ON payroll_run FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();
CREATE TRIGGER payroll_line_no_truncate BEFORE TRUNCATE ON payroll_line FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();
CREATE TRIGGER payout_no_truncate BEFORE TRUNCATE ON payout FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();
CREATE TRIGGER settlement_instruction_no_truncate BEFORE TRUNCATE ON settlement_instruction FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();
CREATE TRIGGER bank_claim_no_truncate BEFORE TRUNCATE ON bank_claim FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();
CREATE TRIGGER bank_finding_no_truncate BEFORE TRUNCATE ON bank_finding FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();

-- migrate:down
DROP TRIGGER bank_finding_no_truncate ON bank_finding;
DROP TRIGGER bank_claim_no_truncate ON bank_claim;
DROP TRIGGER settlement_instruction_no_truncate ON settlement_instruction;
DROP TRIGGER payout_no_truncate ON payout;
DROP TRIGGER payroll_line_no_truncate ON payroll_line;
DROP TRIGGER payroll_run_no_truncate ON payroll_run;
DROP FUNCTION never_truncated;
