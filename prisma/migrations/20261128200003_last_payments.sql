-- migrate:up

-- By whom each line of an approved run is found as somebody's last payment: what was paid stands in payroll_line. `person` is the employee number without
-- the zeros before it, which spreadsheets lose. Written at approval, in its transaction; a run that was recalled is left out by its state.
CREATE TABLE person_payment (
  company_id uuid NOT NULL REFERENCES company,
  person text NOT NULL,
  regular boolean NOT NULL,
  period text NOT NULL,
  run_id uuid NOT NULL REFERENCES payroll_run,
  line_number integer NOT NULL,
  PRIMARY KEY (company_id, person, regular, period, run_id, line_number)
);
INSERT INTO person_payment (company_id, person, regular, period, run_id, line_number)
SELECT r.company_id, coalesce(nullif(ltrim(upper(l.employee_number), '0'), ''), '0'), r.kind = 'regular', r.period, r.id, l.line_number
FROM payroll_run r JOIN payroll_line l ON l.run_id = r.id WHERE r.status IN ('approved', 'paying', 'settled');
GRANT SELECT, INSERT ON person_payment TO payledger_app;

-- migrate:down
DROP TABLE person_payment;
