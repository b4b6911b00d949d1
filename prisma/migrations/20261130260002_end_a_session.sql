-- migrate:up

-- A person ends the session that holds the relay back. The right to end sessions has a role that nobody can sign in as, and that owns one function and nothing else:
-- the app itself can end none but by that function, and only after the wish was committed with who, why, and which transaction of which session.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payledger_sessions') THEN
    CREATE ROLE payledger_sessions NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was migrated at the same moment
END $$;
DO $$
BEGIN
  GRANT pg_signal_backend, pg_read_all_stats TO payledger_sessions;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'pg_signal_backend and pg_read_all_stats were not granted to payledger_sessions: who migrates may not grant them';
  WHEN internal_error OR unique_violation THEN NULL; -- as above
END $$;

CREATE TABLE session_end (
  id uuid PRIMARY KEY,
  pid integer NOT NULL,
  xid text NOT NULL CHECK (xid ~ '^[0-9]{1,10}$'),
  backend_start timestamptz NOT NULL,
  xact_start timestamptz NOT NULL,
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome text CHECK (outcome IN ('ended', 'gone', 'not-holder', 'too-young', 'other-database', 'our-own', 'not-permitted', 'still-there', 'expired')),
  decided_at timestamptz(3),
  found jsonb,
  CHECK ((outcome IS NULL) = (decided_at IS NULL)),
  CHECK (outcome <> 'ended' OR found IS NOT NULL)
);

CREATE FUNCTION session_end_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'that a session was to end is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.outcome IS NOT NULL THEN
      RAISE EXCEPTION 'session end %: it begins by being asked for', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.outcome IS NOT NULL OR (NEW.id, NEW.pid, NEW.xid, NEW.backend_start, NEW.xact_start, NEW.reason, NEW.asked_by, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.pid, OLD.xid, OLD.backend_start, OLD.xact_start, OLD.reason, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'session end %: what was asked for, and what came of it, do not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER session_end_rules BEFORE INSERT OR UPDATE OR DELETE ON session_end FOR EACH ROW EXECUTE FUNCTION session_end_rules();
CREATE TRIGGER session_end_no_truncate BEFORE TRUNCATE ON session_end FOR EACH STATEMENT EXECUTE FUNCTION session_end_rules();
CREATE TRIGGER session_end_by_people BEFORE INSERT ON session_end FOR EACH ROW EXECUTE FUNCTION decided_by_people('asked_by');

-- Ends the session that a committed wish names, if its transaction is still the oldest of all at this moment, and says what came of it. A second call answers what
-- the first one did.
CREATE FUNCTION end_session(asked uuid) RETURNS session_end LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wish public.session_end;
  session record;
  verdict text;
  is_ended boolean;
BEGIN
  SELECT * INTO wish FROM public.session_end WHERE id = asked FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody asked for %', asked USING ERRCODE = 'check_violation';
  END IF;
  IF wish.outcome IS NOT NULL THEN
    RETURN wish;
  END IF;
  -- Written in this very transaction, it could be taken back after the session had ended, and nobody would know.
  IF wish.asked_at >= now() THEN
    RAISE EXCEPTION 'session end %: it has to be committed first', asked USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_stat_clear_snapshot();
  SELECT pid, datname, usename, application_name, client_addr, state, backend_type, backend_xid, backend_start, xact_start,
    extract(epoch FROM clock_timestamp() - xact_start) AS age INTO session
  FROM pg_stat_activity
  WHERE pid = wish.pid AND backend_start = wish.backend_start AND xact_start = wish.xact_start AND backend_xid::text = wish.xid;
  verdict := CASE
    WHEN wish.asked_at < clock_timestamp() - interval '1 minute' THEN 'expired'
    WHEN session.pid IS NULL THEN 'gone'
    WHEN session.datname IS DISTINCT FROM current_database() THEN 'other-database'
    WHEN session.backend_type IS DISTINCT FROM 'client backend' OR session.usename = 'payledger_relay' OR session.pid = pg_backend_pid() THEN 'our-own'
    WHEN session.backend_xid <> pg_snapshot_xmin(pg_current_snapshot())::xid THEN 'not-holder'
    WHEN session.age < 10 THEN 'too-young'
  END;
  IF verdict IS NULL THEN
    BEGIN
      PERFORM pg_stat_clear_snapshot();
      -- Asked again in the statement that ends it: a process id that was used again names another session, or another transaction.
      SELECT pg_terminate_backend(pid, 3000) INTO is_ended FROM pg_stat_activity
      WHERE pid = wish.pid AND backend_start = wish.backend_start AND xact_start = wish.xact_start AND backend_xid::text = wish.xid
        AND datname = current_database() AND backend_type = 'client backend';
      verdict := CASE WHEN is_ended THEN 'ended' WHEN is_ended IS NULL THEN 'gone' ELSE 'still-there' END;
    EXCEPTION WHEN insufficient_privilege THEN
      verdict := 'not-permitted';
    END;
  END IF;
  UPDATE public.session_end SET outcome = verdict, decided_at = clock_timestamp(),
    found = CASE WHEN session.pid IS NOT NULL THEN jsonb_build_object('database', session.datname, 'user', session.usename, 'application', session.application_name,
      'client', host(session.client_addr), 'state', session.state, 'ageSeconds', round(session.age)) END
  WHERE id = asked RETURNING * INTO wish;
  RETURN wish;
END $$;
REVOKE EXECUTE ON FUNCTION end_session(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_session(uuid) TO payledger_app;

GRANT SELECT, INSERT (id, pid, xid, backend_start, xact_start, reason, asked_by) ON session_end TO payledger_app;
GRANT SELECT, UPDATE (outcome, decided_at, found) ON session_end TO payledger_sessions;
GRANT USAGE ON SCHEMA public TO payledger_sessions;
-- Whoever gets a function has to be able to make one there; only for this moment.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT payledger_sessions TO %I', current_user);
  END IF;
  GRANT CREATE ON SCHEMA public TO payledger_sessions;
  ALTER FUNCTION end_session(uuid) OWNER TO payledger_sessions;
  REVOKE CREATE ON SCHEMA public FROM payledger_sessions;
EXCEPTION
  -- Who migrates is no superuser, and somebody else made that role: the function stays theirs, and ends what they may end.
  WHEN insufficient_privilege THEN RAISE NOTICE 'end_session could not be given to payledger_sessions: who migrates may not';
END $$;

COMMENT ON TABLE session_end IS 'That a person wanted the session ended that held the relay back, and what came of it.';
COMMENT ON COLUMN session_end.pid IS 'The process of Postgres, which is used again: what is meant is this one with this start and this transaction.';
COMMENT ON COLUMN session_end.xid IS 'The id of its transaction, as pg_stat_activity shows it.';
COMMENT ON COLUMN session_end.asked_by IS 'The id of the person.';
COMMENT ON COLUMN session_end.outcome IS 'ended, or why not; null until it was tried.';
COMMENT ON COLUMN session_end.found IS 'Whose session it was: database, user, application, client, state, age. Not its statement, in which names may stand.';

-- migrate:down
DROP FUNCTION end_session;
DROP TABLE session_end;
DROP FUNCTION session_end_rules;
