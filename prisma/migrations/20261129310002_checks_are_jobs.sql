-- migrate:up

-- The queues of the jobs, each with how long and how often its jobs are tried: the one place where they are said. A change is a migration that updates
-- the row. What a payroll file waits for is tried for a quarter of an hour while a store is away (20 times, at most a minute apart), taken over within a
-- minute when its process dies, and kept as long as the file. Sweeping comes round again by itself.
SELECT pgboss.create_queue('check-import', '{"policy": "standard", "notify": true, "heartbeatSeconds": 20, "expireInSeconds": 3600,
  "retryLimit": 20, "retryDelay": 1, "retryBackoff": true, "retryDelayMax": 60, "retentionSeconds": 2592000, "deleteAfterSeconds": 2592000}');
SELECT pgboss.create_queue('sweep', '{"policy": "exclusive", "heartbeatSeconds": 60, "expireInSeconds": 600,
  "retryLimit": 20, "retryDelay": 10, "retryBackoff": true, "retryDelayMax": 60, "retentionSeconds": 86400, "deleteAfterSeconds": 86400}');

-- A check belongs to the newest job that was asked for. One that was begun before this by a process of its own has none: a person begins it again.
ALTER TABLE payroll_import ADD COLUMN check_job uuid;
COMMENT ON COLUMN payroll_import.check_job IS 'The job that may do the check: of the queue check-import in pgboss.job.';

-- migrate:down
ALTER TABLE payroll_import DROP COLUMN check_job;
DELETE FROM pgboss.job WHERE name IN ('check-import', 'sweep');
DELETE FROM pgboss.schedule WHERE name = 'sweep';
SELECT pgboss.delete_queue('check-import');
SELECT pgboss.delete_queue('sweep');
