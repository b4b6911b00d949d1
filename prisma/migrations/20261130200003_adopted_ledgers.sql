-- migrate:up

-- Files that went to the bank in a history that is lost, and whose payments this ledger cannot name: nothing more of their company goes out before a person
-- has said what became of them.
CREATE TABLE unaccounted_file (
  file_name text PRIMARY KEY,
  sha256 text NOT NULL,
  company_id uuid REFERENCES company (id),
  run_reference text NOT NULL,
  payments integer NOT NULL,
  handed_over_at timestamptz(3) NOT NULL,
  found_at timestamptz(3) NOT NULL,
  accounted_at timestamptz(3),
  reason text CHECK (reason = btrim(reason) AND reason <> ''),
  CHECK ((accounted_at IS NULL) = (reason IS NULL))
);
GRANT SELECT ON unaccounted_file TO payledger_app;

COMMENT ON TABLE unaccounted_file IS 'Files that went to the bank in a history that is lost, and whose payments this ledger cannot name.';
COMMENT ON COLUMN unaccounted_file.file_name IS 'As it lies in the folder of what was handed over.';
COMMENT ON COLUMN unaccounted_file.sha256 IS 'Of its bytes.';
COMMENT ON COLUMN unaccounted_file.company_id IS 'Whose it is; null when no company of this ledger has its account, and then nobody is paid.';
COMMENT ON COLUMN unaccounted_file.run_reference IS 'Of the run it was made from, which may not be in this ledger.';
COMMENT ON COLUMN unaccounted_file.payments IS 'How many it has; 0 when it cannot be read.';
COMMENT ON COLUMN unaccounted_file.handed_over_at IS 'When it was written for the bank.';
COMMENT ON COLUMN unaccounted_file.found_at IS 'When this ledger was adopted.';
COMMENT ON COLUMN unaccounted_file.accounted_at IS 'When a person said what became of its payments; null before.';
COMMENT ON COLUMN unaccounted_file.reason IS 'What they said.';

-- migrate:down
DROP TABLE unaccounted_file;
