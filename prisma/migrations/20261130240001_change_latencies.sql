-- migrate:up

-- How long changes take until a copy answers with them, from the heartbeats of the one process that writes it: what it had not covered before this beat and
-- covers now took until now. A process that stands still covers nothing, so whatever waits for it counts with its whole wait once it goes on.

CREATE TABLE covered_copy (
  copy text PRIMARY KEY CHECK (copy IN ('search', 'finance')),
  covered_until timestamptz(3) NOT NULL
);

CREATE TABLE change_latency (
  copy text NOT NULL CHECK (copy IN ('search', 'finance')),
  minute timestamptz(3) NOT NULL,
  bucket smallint NOT NULL CHECK (bucket >= 0),
  seconds integer NOT NULL CHECK (seconds > 0),
  PRIMARY KEY (copy, minute, bucket)
);

CREATE FUNCTION count_change_latency() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fed text := CASE NEW.process WHEN 'search-projector' THEN 'search' ELSE 'finance' END;
  reached timestamptz := (NEW.detail ->> 'coveredUntil')::timestamptz;
  before timestamptz;
BEGIN
  SELECT covered_until INTO before FROM covered_copy WHERE copy = fed FOR UPDATE;
  IF before IS NULL THEN
    INSERT INTO covered_copy (copy, covered_until) VALUES (fed, reached) ON CONFLICT DO NOTHING;
  ELSIF reached > before THEN
    UPDATE covered_copy SET covered_until = reached WHERE copy = fed;
    -- A change a second, on the whole second: as good as all of them, and no more of them when there are many.
    INSERT INTO change_latency (copy, minute, bucket, seconds)
    SELECT fed, date_trunc('minute', committed), ceil(ln(greatest(1, extract(epoch FROM NEW.beat_at - committed) * 1000)) / ln(1.25)), count(*)
    FROM generate_series(date_trunc('second', greatest(before, reached - interval '8 days')) + interval '1 second', reached, interval '1 second') committed
    GROUP BY 1, 2, 3
    ON CONFLICT (copy, minute, bucket) DO UPDATE SET seconds = change_latency.seconds + excluded.seconds;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER heartbeat_counts_latency AFTER INSERT OR UPDATE ON heartbeat FOR EACH ROW
  WHEN (NEW.process IN ('search-projector', 'finance-loader') AND NEW.detail ->> 'coveredUntil' IS NOT NULL)
  EXECUTE FUNCTION count_change_latency();

GRANT SELECT, INSERT, UPDATE ON covered_copy TO payledger_app, payledger_relay;
GRANT SELECT, INSERT, UPDATE ON change_latency TO payledger_app, payledger_relay;
GRANT DELETE ON change_latency TO payledger_app;

COMMENT ON TABLE covered_copy IS 'Up to where each copy was seen to cover the ledger.';
COMMENT ON COLUMN covered_copy.copy IS 'search or finance.';
COMMENT ON COLUMN covered_copy.covered_until IS 'Every change committed before this time is in it, as its process said last.';
COMMENT ON TABLE change_latency IS 'How long changes took until a copy answered with them; kept for eight days.';
COMMENT ON COLUMN change_latency.copy IS 'search or finance.';
COMMENT ON COLUMN change_latency.minute IS 'In which they were committed.';
COMMENT ON COLUMN change_latency.bucket IS 'They took at most 1.25 to the power of this, in milliseconds, and more than the bucket below.';
COMMENT ON COLUMN change_latency.seconds IS 'How many seconds of the minute: one change is counted for each.';

-- migrate:down
DROP TRIGGER heartbeat_counts_latency ON heartbeat;
DROP FUNCTION count_change_latency();
DROP TABLE change_latency, covered_copy;
