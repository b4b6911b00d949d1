-- migrate:up

-- The journal: every event, written in the transaction of its fact, appended and never touched again.
CREATE TABLE outbox (
  era integer NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid NOT NULL,
  aggregate_type text NOT NULL CHECK (aggregate_type IN ('payout', 'payroll-run', 'audit')),
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  type text NOT NULL,
  event text NOT NULL,
  actor text NOT NULL,
  reason text,
  request_id text NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (xid, seq),
  UNIQUE (aggregate_id, version)
);

CREATE INDEX outbox_audit_about ON outbox ((event::json #>> '{data,about,id}')) WHERE aggregate_type = 'audit';

CREATE FUNCTION outbox_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the outbox is append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER outbox_append_only BEFORE UPDATE OR DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_append_only();
CREATE TRIGGER outbox_no_truncate BEFORE TRUNCATE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_append_only();

-- Deferred, so that SET LOCAL after the insert does not slip by. Seen without it: after a crash the same xid, seq and version came back with another content.
CREATE FUNCTION outbox_durable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('synchronous_commit') = 'off' THEN
    RAISE EXCEPTION 'an event is not committed under synchronous_commit = off' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outbox_durable AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outbox_durable();

-- One row: which unbroken history of the journal this is, and who may number it.
CREATE TABLE relay_leader (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  era integer NOT NULL DEFAULT 1,
  epoch bigint NOT NULL DEFAULT 0,
  system_identifier text
);
INSERT INTO relay_leader DEFAULT VALUES;

-- Each batch is planned here before it is published; the next plan confirms it.
CREATE TABLE relay_batches (
  era integer NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  from_xid xid8 NOT NULL,
  from_seq bigint NOT NULL,
  to_xid xid8 NOT NULL,
  to_seq bigint NOT NULL,
  partition_last bigint[] NOT NULL,
  hash text NOT NULL,
  epoch bigint NOT NULL,
  planned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  confirmed_at timestamptz,
  PRIMARY KEY (era, first),
  CHECK (last >= first)
);
CREATE UNIQUE INDEX relay_batches_one_open ON relay_batches (era) WHERE confirmed_at IS NULL;

-- Every worker writes one row a second; a row older than 10 s reads "no sign of life".
CREATE TABLE heartbeat (
  process text PRIMARY KEY,
  version text NOT NULL,
  position bigint,
  rate double precision,
  detail jsonb NOT NULL DEFAULT '{}',
  last_error text,
  last_error_at timestamptz(3),
  beat_at timestamptz(3) NOT NULL
);

GRANT USAGE ON SCHEMA public TO payledger_app, payledger_relay;
GRANT SELECT ON bank_profile, company, debtor_account, relay_leader, relay_batches, outbox TO payledger_app;
GRANT SELECT, INSERT, UPDATE ON payroll_run, payout, bank_message, bank_message_effect, settlement_instruction, heartbeat TO payledger_app;
GRANT SELECT, INSERT ON run_editor, payroll_line, bank_finding TO payledger_app;
GRANT INSERT ON bank_profile, company, debtor_account TO payledger_app;
GRANT SELECT, INSERT, DELETE ON idempotency_key TO payledger_app;
GRANT INSERT (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at) ON outbox TO payledger_app;
GRANT SELECT ON outbox TO payledger_relay;
GRANT SELECT, UPDATE ON relay_leader TO payledger_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON relay_batches TO payledger_relay;
GRANT SELECT, INSERT, UPDATE ON heartbeat TO payledger_relay;

-- migrate:down
DROP TABLE heartbeat, relay_batches, relay_leader, outbox;
DROP FUNCTION outbox_durable, outbox_append_only;
