-- migrate:up

-- An approved run is handed to the bank at its release time, and can be recalled until then.
ALTER TABLE bank_profile
  ADD COLUMN release_after_seconds integer NOT NULL DEFAULT 10 CHECK (release_after_seconds BETWEEN 0 AND 864000),
  -- Nothing goes out before this time so many bank days before the pay date; null: as soon as the grace is over.
  ADD COLUMN release_opens time,
  ADD COLUMN release_days_before integer CHECK (release_days_before BETWEEN 0 AND 20),
  ADD CONSTRAINT bank_profile_release_opens CHECK ((release_opens IS NULL) = (release_days_before IS NULL)),
  ADD CONSTRAINT bank_profile_release_before_cut_off CHECK (release_days_before <> 0 OR release_opens < cut_off);

-- Decided at approval; null: at once, as what was approved before this was.
ALTER TABLE payroll_run ADD COLUMN release_at timestamptz(3);

-- What the gateway asks for several times a second; approved runs are few among all.
CREATE INDEX payroll_run_approved ON payroll_run (release_at) WHERE status = 'approved';

-- A file names its own day of execution: the run's pay date, unless a person gave a file that came too late another one.
ALTER TABLE bank_message ADD COLUMN execution_date date;

-- migrate:down
ALTER TABLE bank_message DROP COLUMN execution_date;
DROP INDEX payroll_run_approved;
ALTER TABLE payroll_run DROP COLUMN release_at;
ALTER TABLE bank_profile DROP CONSTRAINT bank_profile_release_before_cut_off, DROP CONSTRAINT bank_profile_release_opens,
  DROP COLUMN release_days_before, DROP COLUMN release_opens, DROP COLUMN release_after_seconds;
