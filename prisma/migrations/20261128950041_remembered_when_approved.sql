-- migrate:up

-- How a company's files are read (columns, several lines of one person, names in Latin letters) decides who gets what. It is remembered when a run made so
-- is approved, by somebody who had no hand in it; a file that was given up and a run that was cancelled teach nothing.
ALTER TABLE payroll_run ADD COLUMN several_lines boolean;
CREATE TABLE import_latin_name (
  import_id uuid NOT NULL REFERENCES payroll_import,
  employee_number text NOT NULL,
  written text NOT NULL,
  latin text NOT NULL,
  settled_by text NOT NULL,
  settled_at timestamptz(3) NOT NULL,
  PRIMARY KEY (import_id, employee_number, written)
);
COMMENT ON COLUMN payroll_run.several_lines IS 'What was said of people with several lines, where it was said: each is paid.';
COMMENT ON TABLE import_latin_name IS 'Names of other scripts as somebody wrote them for one file; they are in latin_name once its run is approved.';
GRANT SELECT, INSERT, UPDATE ON import_latin_name TO payledger_app;

-- migrate:down
DROP TABLE import_latin_name;
ALTER TABLE payroll_run DROP COLUMN several_lines;
