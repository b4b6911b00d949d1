-- migrate:up

-- Where mail is configured a link is sent to its person and shown to nobody else.
ALTER TABLE sign_in_link ADD COLUMN sent_at timestamptz(3);
COMMENT ON COLUMN sign_in_link.sent_at IS 'When the mail server took it; null while it waits, and where mail is not configured.';
SELECT pgboss.create_queue('send-link', '{"policy": "standard", "notify": true, "heartbeatSeconds": 60, "expireInSeconds": 120,
  "retryLimit": 100, "retryDelay": 5, "retryBackoff": true, "retryDelayMax": 300, "retentionSeconds": 604800, "deleteAfterSeconds": 604800}');

-- migrate:down
DELETE FROM pgboss.job WHERE name = 'send-link';
SELECT pgboss.delete_queue('send-link');
ALTER TABLE sign_in_link DROP COLUMN sent_at;
