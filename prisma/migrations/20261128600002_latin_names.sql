-- migrate:up

-- How a company's people wrote, in Latin letters, a name that no bank carries (Arabic, Chinese, Georgian ...): asked once per person, not each month. With the
-- employee number, because two people of one name may write it in two ways; '' where the file has no numbers.
CREATE TABLE latin_name (
  company_id uuid NOT NULL REFERENCES company,
  employee_number text NOT NULL,
  written text NOT NULL,
  latin text NOT NULL,
  settled_by text NOT NULL,
  settled_at timestamptz(3) NOT NULL,
  PRIMARY KEY (company_id, employee_number, written)
);

-- What a refused cell would be by rule, by the cell's index.
ALTER TABLE payroll_import_refused ADD COLUMN proposed jsonb;
-- What the file had, once cells were edited and something was still wrong.
ALTER TABLE payroll_import_refused ADD COLUMN first_cells jsonb;

GRANT SELECT, INSERT, UPDATE ON latin_name TO payledger_app;

-- migrate:down
ALTER TABLE payroll_import_refused DROP COLUMN proposed, DROP COLUMN first_cells;
DROP TABLE latin_name;
