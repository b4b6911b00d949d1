-- migrate:up

-- A payroll file on its way to a draft: uploaded, mapped, checked. The bytes lie in IMPORT_DIR, named by the id.
CREATE TABLE payroll_import (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  company_id uuid NOT NULL REFERENCES company,
  period text NOT NULL CHECK (period ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  pay_date date NOT NULL,
  file_name text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- What was seen in the file's head, how its columns become lines, and the headers by which that is remembered.
  sighting jsonb NOT NULL,
  mapping jsonb NOT NULL,
  fingerprint text NOT NULL,
  -- Nothing has to be asked: the draft is made as soon as the check finds nothing.
  direct boolean NOT NULL,
  state text NOT NULL DEFAULT 'uploaded' CHECK (state IN ('uploaded', 'checking', 'refused', 'ready', 'imported', 'abandoned')),
  -- A check belongs to one process at a time: whoever writes names the attempt it began with.
  attempt integer NOT NULL DEFAULT 0,
  -- The corrected rows that are being checked, by the name of their file; null for the file itself.
  correction jsonb,
  beat_at timestamptz(3),
  check_started_at timestamptz(3),
  rows_read integer NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  bytes_total bigint NOT NULL DEFAULT 0,
  -- What the check of the file came to: its header, rows, notes and what concerns the whole file.
  report jsonb,
  lines_hash text,
  left_out jsonb,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  run_id uuid REFERENCES payroll_run,
  CHECK ((state = 'imported') = (run_id IS NOT NULL)),
  CHECK (state <> 'checking' OR (beat_at IS NOT NULL AND check_started_at IS NOT NULL))
);
CREATE INDEX payroll_import_open ON payroll_import (company_id, created_at) WHERE state NOT IN ('imported', 'abandoned');
CREATE INDEX payroll_import_run ON payroll_import (run_id) WHERE run_id IS NOT NULL;

-- The lines a check has found good, until they become a run's.
CREATE TABLE payroll_import_line (
  import_id uuid NOT NULL REFERENCES payroll_import,
  line_number integer NOT NULL CHECK (line_number > 0),
  employee_number text NOT NULL,
  employee_name text NOT NULL,
  country country_code NOT NULL,
  account text NOT NULL,
  account_kind text NOT NULL,
  account_hash text NOT NULL,
  bic text,
  currency currency_code NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  rail text NOT NULL,
  PRIMARY KEY (import_id, line_number)
);

-- The rows it has not, as the file has them, with everything that is wrong. They stay with the import when they are left out.
CREATE TABLE payroll_import_refused (
  import_id uuid NOT NULL REFERENCES payroll_import,
  row_number integer NOT NULL CHECK (row_number > 0),
  cells jsonb NOT NULL,
  reasons jsonb NOT NULL,
  PRIMARY KEY (import_id, row_number)
);

-- How a company's files are read, remembered by their headers.
CREATE TABLE import_mapping (
  company_id uuid NOT NULL REFERENCES company,
  fingerprint text NOT NULL,
  mapping jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz(3) NOT NULL,
  PRIMARY KEY (company_id, fingerprint)
);

GRANT SELECT, INSERT, UPDATE ON payroll_import, import_mapping TO payledger_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON payroll_import_line, payroll_import_refused TO payledger_app;

-- migrate:down
DROP TABLE import_mapping, payroll_import_refused, payroll_import_line, payroll_import;
