-- migrate:up

-- What a run is for; people are compared within it. What there is was the monthly pay.
ALTER TABLE payroll_run ADD COLUMN kind text NOT NULL DEFAULT 'regular' CHECK (kind IN ('regular', 'off-cycle', 'correction'));
ALTER TABLE payroll_import ADD COLUMN kind text NOT NULL DEFAULT 'regular' CHECK (kind IN ('regular', 'off-cycle', 'correction'));

CREATE FUNCTION run_kind_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payroll run %: its kind does not change', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER payroll_run_kind_stands BEFORE UPDATE ON payroll_run FOR EACH ROW WHEN (NEW.kind <> OLD.kind) EXECUTE FUNCTION run_kind_stands();

-- The bytes of a file tell nothing about people: a blank line made them others, and fixed salaries make them the same every month.
DROP INDEX payroll_run_file_once;
CREATE INDEX payroll_run_period ON payroll_run (company_id, period);
CREATE INDEX payroll_run_file ON payroll_run (company_id, source_hash);

-- Why people are paid although other runs of the period have them: said by whoever drafts, submits and approves, with what they were shown.
CREATE TABLE run_repetition (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  run_id uuid NOT NULL REFERENCES payroll_run,
  step text NOT NULL CHECK (step IN ('draft', 'submission', 'approval')),
  sentence text NOT NULL,
  repetition jsonb NOT NULL,
  reason text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX run_repetition_run ON run_repetition (run_id);
GRANT SELECT, INSERT ON run_repetition TO payledger_app;

-- migrate:down
DROP TABLE run_repetition;
DROP INDEX payroll_run_file, payroll_run_period;
CREATE UNIQUE INDEX payroll_run_file_once ON payroll_run (company_id, source_hash) WHERE status <> 'cancelled';
DROP TRIGGER payroll_run_kind_stands ON payroll_run;
DROP FUNCTION run_kind_stands;
ALTER TABLE payroll_import DROP COLUMN kind;
ALTER TABLE payroll_run DROP COLUMN kind;
