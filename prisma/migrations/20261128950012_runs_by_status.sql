-- migrate:up

-- Each inbox is the runs of one or two states, the newest first; without it each looked at every run there ever was.
CREATE INDEX payroll_run_by_status ON payroll_run (status, status_since, id);

-- migrate:down
DROP INDEX payroll_run_by_status;
