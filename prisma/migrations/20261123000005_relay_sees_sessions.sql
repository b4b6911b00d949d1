-- migrate:up

-- The relay names who holds it back. Without this right it still names the process and the database, and not the query and its age.
DO $$
BEGIN
  GRANT pg_read_all_stats TO payledger_relay;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'pg_read_all_stats was not granted to payledger_relay: who migrates may not grant it';
  WHEN internal_error OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
END $$;

-- migrate:down
REVOKE pg_read_all_stats FROM payledger_relay;
