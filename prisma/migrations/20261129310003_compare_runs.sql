-- migrate:up

-- What differs in runs that are not approved yet, found before their pages are opened. A page that comes sooner finds it itself, so little is tried and
-- nothing is kept for long.
SELECT pgboss.create_queue('compare-runs', '{"policy": "standard", "notify": true, "heartbeatSeconds": 60, "expireInSeconds": 600,
  "retryLimit": 5, "retryDelay": 5, "retryBackoff": true, "retryDelayMax": 60, "retentionSeconds": 86400, "deleteAfterSeconds": 86400}');

-- migrate:down
DELETE FROM pgboss.job WHERE name = 'compare-runs';
SELECT pgboss.delete_queue('compare-runs');
