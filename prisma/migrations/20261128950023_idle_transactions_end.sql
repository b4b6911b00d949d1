-- migrate:up

-- A transaction of ours that is idle holds its locks, and the relay, back until its connection is ended. Connections that set a limit of their own keep it.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['payledger_app', 'payledger_relay'] LOOP
    BEGIN
      EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', wanted, '60s');
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'idle_in_transaction_session_timeout was not set for %: who migrates may not set it; the connections set their own', wanted;
      WHEN internal_error OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
    END;
  END LOOP;
END $$;

-- migrate:down
ALTER ROLE payledger_app RESET idle_in_transaction_session_timeout;
ALTER ROLE payledger_relay RESET idle_in_transaction_session_timeout;
