-- migrate:up

-- Whether a month of the calendar has ended for every company, in the time zone of its bank.
CREATE FUNCTION month_has_ended(month text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_and(clock_timestamp() >= ((month || '-01')::timestamp + interval '1 month') AT TIME ZONE bank.time_zone),
    clock_timestamp() >= ((month || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC')
  FROM company JOIN bank_profile bank ON bank.id = company.bank_profile_id
$$;

-- The books of a month, closed by two people on figures of one position. A row is a close that was prepared; a second close of a reopened month is a second row.
CREATE TABLE month_close (
  id uuid PRIMARY KEY,
  month text NOT NULL CHECK (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  state text NOT NULL DEFAULT 'prepared' CHECK (state IN ('prepared', 'withdrawn', 'closed', 'reopened')),
  version integer NOT NULL DEFAULT 1,
  round integer NOT NULL,
  era integer NOT NULL,
  position bigint NOT NULL CHECK (position >= 0),
  covered_until timestamptz(3) NOT NULL,
  told text NOT NULL,
  prepared_by text NOT NULL,
  prepared_at timestamptz(3) NOT NULL,
  pack_hash text CHECK (pack_hash ~ '^[0-9a-f]{64}$'),
  packed_at timestamptz(3),
  pack_failure text,
  withdrawn_by text,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  closed_by text,
  closed_at timestamptz(3),
  CHECK ((pack_hash IS NULL) = (packed_at IS NULL)),
  CHECK ((state = 'withdrawn') = (withdrawn_by IS NOT NULL)),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL) AND (withdrawn_by IS NULL) = (withdrawn_reason IS NULL)),
  CHECK ((state IN ('closed', 'reopened')) = (closed_by IS NOT NULL)),
  CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
  CONSTRAINT month_close_packed CHECK (closed_by IS NULL OR pack_hash IS NOT NULL),
  CONSTRAINT month_close_two_people CHECK (closed_by <> prepared_by)
);
CREATE UNIQUE INDEX month_close_one ON month_close (month) WHERE state IN ('prepared', 'closed');

CREATE TABLE month_reopening (
  id uuid PRIMARY KEY,
  close_id uuid NOT NULL REFERENCES month_close,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'done', 'refused')),
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  decided_by text,
  decided_at timestamptz(3),
  CHECK ((state = 'asked') = (decided_by IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT month_reopening_two_people CHECK (state <> 'done' OR decided_by <> asked_by)
);
CREATE UNIQUE INDEX month_reopening_open ON month_reopening (close_id) WHERE state IN ('asked', 'done');

-- Why a point of the checklist is no obstacle, of one subject exactly as it was found; of the same subject the newest counts.
CREATE TABLE month_explanation (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  month text NOT NULL CHECK (month ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  round integer NOT NULL,
  item text NOT NULL CHECK (item IN ('runs', 'bank-files', 'exceptions')),
  subject text NOT NULL,
  found text NOT NULL,
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  explained_by text NOT NULL,
  explained_at timestamptz(3) NOT NULL
);
CREATE INDEX month_explanation_month ON month_explanation (month, round);

-- To which accounts a company's journal posts. Never changed: the highest version counts.
CREATE TABLE posting_account (
  company_id uuid NOT NULL REFERENCES company,
  version integer NOT NULL,
  wages text NOT NULL CHECK (wages ~ '^[0-9]{4,8}$'),
  bank text NOT NULL CHECK (bank ~ '^[0-9]{4,8}$'),
  fees text NOT NULL CHECK (fees ~ '^[0-9]{4,8}$'),
  consultant integer NOT NULL CHECK (consultant BETWEEN 1001 AND 9999999),
  client integer NOT NULL CHECK (client BETWEEN 1 AND 99999),
  set_by text NOT NULL,
  set_at timestamptz(3) NOT NULL,
  PRIMARY KEY (company_id, version),
  CHECK (wages <> bank AND fees <> bank AND length(wages) = length(bank) AND length(fees) = length(bank))
);

CREATE FUNCTION month_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: what was decided about a month is never deleted or rewritten', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER month_close_stays BEFORE DELETE ON month_close FOR EACH ROW EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER month_close_no_truncate BEFORE TRUNCATE ON month_close FOR EACH STATEMENT EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER month_reopening_stays BEFORE DELETE ON month_reopening FOR EACH ROW EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER month_reopening_no_truncate BEFORE TRUNCATE ON month_reopening FOR EACH STATEMENT EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER month_explanation_stays BEFORE UPDATE OR DELETE ON month_explanation FOR EACH ROW EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER month_explanation_no_truncate BEFORE TRUNCATE ON month_explanation FOR EACH STATEMENT EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER posting_account_stays BEFORE UPDATE OR DELETE ON posting_account FOR EACH ROW EXECUTE FUNCTION month_rows_stay();
CREATE TRIGGER posting_account_no_truncate BEFORE TRUNCATE ON posting_account FOR EACH STATEMENT EXECUTE FUNCTION month_rows_stay();

-- A service decides nothing, so nobody is a second person by the key of a service that they made.
CREATE TRIGGER month_close_by_people BEFORE INSERT OR UPDATE ON month_close FOR EACH ROW
  EXECUTE FUNCTION decided_by_people('prepared_by', 'withdrawn_by', 'closed_by');
CREATE TRIGGER month_reopening_by_people BEFORE INSERT OR UPDATE ON month_reopening FOR EACH ROW EXECUTE FUNCTION decided_by_people('asked_by', 'decided_by');
CREATE TRIGGER month_explanation_by_people BEFORE INSERT ON month_explanation FOR EACH ROW EXECUTE FUNCTION decided_by_people('explained_by');
CREATE TRIGGER posting_account_by_people BEFORE INSERT ON posting_account FOR EACH ROW EXECUTE FUNCTION decided_by_people('set_by');

-- Months are closed one after the other and reopened in the opposite order, so that no closed month rests on an open one.
CREATE FUNCTION month_in_order(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM month_close WHERE state = 'closed' AND month > wanted)
    AND (NOT EXISTS (SELECT FROM month_close WHERE state = 'closed' AND month < wanted)
      OR EXISTS (SELECT FROM month_close WHERE state = 'closed' AND month = to_char((wanted || '-01')::date - 1, 'YYYY-MM')))
$$;

CREATE FUNCTION month_close_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Two at once would both find the order as it was.
  PERFORM pg_advisory_xact_lock(hashtextextended('month-close', 0));
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'prepared' OR NEW.version <> 1 OR NEW.pack_hash IS NOT NULL THEN
      RAISE EXCEPTION 'month %: a close begins prepared', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    IF NOT month_has_ended(NEW.month) THEN
      RAISE EXCEPTION 'month %: it has not ended for every company', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.round <> (SELECT count(*) FROM month_close WHERE month = NEW.month AND state = 'reopened') THEN
      RAISE EXCEPTION 'month %: its round is how often it was reopened', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.month, NEW.round, NEW.era, NEW.position, NEW.covered_until, NEW.told, NEW.prepared_by, NEW.prepared_at)
     IS DISTINCT FROM (OLD.id, OLD.month, OLD.round, OLD.era, OLD.position, OLD.covered_until, OLD.told, OLD.prepared_by, OLD.prepared_at)
     OR (OLD.pack_hash IS NOT NULL AND (NEW.pack_hash, NEW.packed_at) IS DISTINCT FROM (OLD.pack_hash, OLD.packed_at))
     OR (OLD.closed_by IS NOT NULL AND (NEW.closed_by, NEW.closed_at) IS DISTINCT FROM (OLD.closed_by, OLD.closed_at))
     OR (OLD.withdrawn_by IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
    RAISE EXCEPTION 'month %: a close does not change what it was prepared on, nor who signed it', OLD.month USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + 1 OR (OLD.state, NEW.state) NOT IN
     (('prepared', 'prepared'), ('prepared', 'withdrawn'), ('prepared', 'closed'), ('closed', 'reopened')) THEN
    RAISE EXCEPTION 'month %: a close that is % does not become %', OLD.month, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'reopened' AND NOT EXISTS (SELECT FROM month_reopening WHERE close_id = NEW.id AND state = 'done') THEN
    RAISE EXCEPTION 'month %: two people reopen it', OLD.month USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'closed' THEN
    PERFORM month_may_be_closed(NEW);
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION month_may_be_closed(wanted month_close) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT ON (item, subject) explained_by FROM month_explanation
      WHERE month = wanted.month AND round = wanted.round ORDER BY item, subject, explained_at DESC, id DESC) counted
      WHERE counted.explained_by = wanted.closed_by) THEN
    RAISE EXCEPTION 'month %: who explained a part of it does not close it', wanted.month USING ERRCODE = 'check_violation';
  END IF;
  IF NOT month_in_order(wanted.month) THEN
    RAISE EXCEPTION 'month %: months are closed one after the other', wanted.month USING ERRCODE = 'check_violation';
  END IF;
  IF wanted.era <> (SELECT era FROM relay_leader) THEN
    RAISE EXCEPTION 'month %: it was prepared on a history that the ledger has left', wanted.month USING ERRCODE = 'check_violation';
  END IF;
  IF wanted.covered_until < (SELECT coalesce(max(((wanted.month || '-01')::timestamp + interval '1 month') AT TIME ZONE bank.time_zone), '-infinity')
      FROM company JOIN bank_profile bank ON bank.id = company.bank_profile_id) THEN
    RAISE EXCEPTION 'month %: its figures do not reach its end', wanted.month USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM mismatch WHERE state = 'open') THEN
    RAISE EXCEPTION 'month %: a difference between the stores is open', wanted.month USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM comparison WHERE tier = 'deep' AND state = 'done' AND comparison.era = wanted.era
      AND comparison.position >= wanted.position AND copies @> '[{"copy": "finance", "leftOut": null}]') THEN
    RAISE EXCEPTION 'month %: no deep comparison was made at its position', wanted.month USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE TRIGGER month_close_rules BEFORE INSERT OR UPDATE ON month_close FOR EACH ROW EXECUTE FUNCTION month_close_rules();

CREATE FUNCTION month_reopening_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed month_close;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('month-close', 0));
  IF TG_OP = 'UPDATE' AND ((NEW.id, NEW.close_id, NEW.reason, NEW.asked_by, NEW.asked_at)
       IS DISTINCT FROM (OLD.id, OLD.close_id, OLD.reason, OLD.asked_by, OLD.asked_at) OR OLD.state <> 'asked' OR NEW.state = 'asked') THEN
    RAISE EXCEPTION 'reopening %: it is decided once, as it was asked for', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO closed FROM month_close WHERE id = NEW.close_id;
  IF TG_OP = 'INSERT' AND NEW.state <> 'asked' THEN
    RAISE EXCEPTION 'reopening %: one asks for it, another confirms it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'refused' AND closed.state <> 'closed' THEN
    RAISE EXCEPTION 'month %: it is not closed', closed.month USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'refused' AND EXISTS (SELECT FROM month_close WHERE state = 'closed' AND month > closed.month) THEN
    RAISE EXCEPTION 'month %: later months are reopened first', closed.month USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER month_reopening_rules BEFORE INSERT OR UPDATE ON month_reopening FOR EACH ROW EXECUTE FUNCTION month_reopening_rules();

CREATE FUNCTION month_reopening_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE month_close SET state = 'reopened', version = version + 1 WHERE id = NEW.close_id;
  RETURN NULL;
END $$;
CREATE TRIGGER month_reopening_done AFTER UPDATE ON month_reopening FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION month_reopening_done();

-- The pack of a close: made again from the same events it is the same, so trying again is harmless.
SELECT pgboss.create_queue('make-close-pack', '{"policy": "standard", "notify": true, "heartbeatSeconds": 60, "expireInSeconds": 3600,
  "retryLimit": 20, "retryDelay": 5, "retryBackoff": true, "retryDelayMax": 120, "retentionSeconds": 1209600, "deleteAfterSeconds": 1209600}');

GRANT SELECT, INSERT, UPDATE ON month_close, month_reopening TO payledger_app;
GRANT SELECT, INSERT ON month_explanation, posting_account TO payledger_app;

COMMENT ON TABLE month_close IS 'The books of a month as they were prepared by one person and closed by another, on figures of one position.';
COMMENT ON COLUMN month_close.state IS 'prepared, then withdrawn or closed; closed, then perhaps reopened.';
COMMENT ON COLUMN month_close.round IS 'How often the month had been reopened before.';
COMMENT ON COLUMN month_close.position IS 'Its figures are of the events 1 to this one of the era.';
COMMENT ON COLUMN month_close.covered_until IS 'Every change committed before this time is in them.';
COMMENT ON COLUMN month_close.told IS 'What the ledger says for the pack, as text, because its hash is in the pack: companies, exceptions, explanations, signer.';
COMMENT ON COLUMN month_close.pack_hash IS 'SHA-256 of the pack''s list of files with their hashes; null until the pack is made.';
COMMENT ON COLUMN month_close.pack_failure IS 'Why the pack could not be made when it was tried last.';
COMMENT ON TABLE month_reopening IS 'That a closed month is opened again: asked for by one with a reason, confirmed or refused by another.';
COMMENT ON TABLE month_explanation IS 'Why something on a month''s checklist is no obstacle. Holds for what was found and nothing else.';
COMMENT ON COLUMN month_explanation.subject IS 'The id of the run, file or exception.';
COMMENT ON COLUMN month_explanation.found IS 'What was said of it when it was explained.';
COMMENT ON TABLE posting_account IS 'The account codes to which a company''s journal is posted, and its numbers at DATEV.';
COMMENT ON COLUMN posting_account.wages IS 'Wages payable: what the payroll owes people until the bank has paid them.';
COMMENT ON COLUMN posting_account.consultant IS 'Beraternummer.';
COMMENT ON COLUMN posting_account.client IS 'Mandantennummer.';

-- migrate:down
DELETE FROM pgboss.job WHERE name = 'make-close-pack';
SELECT pgboss.delete_queue('make-close-pack');
DROP TABLE month_reopening, month_explanation, posting_account, month_close CASCADE;
DROP FUNCTION IF EXISTS month_reopening_done, month_reopening_rules, month_close_rules, month_in_order, month_rows_stay, month_has_ended;
