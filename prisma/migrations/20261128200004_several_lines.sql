-- migrate:up

-- Salary and bonus, or one salary on two accounts: whether a person's lines are each paid is asked once, and remembered per company.
ALTER TABLE payroll_import ADD COLUMN several_lines boolean NOT NULL DEFAULT false;
CREATE TABLE company_import_choice (
  company_id uuid PRIMARY KEY REFERENCES company,
  several_lines boolean NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz(3) NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON company_import_choice TO payledger_app;

-- migrate:down
DROP TABLE company_import_choice;
ALTER TABLE payroll_import DROP COLUMN several_lines;
