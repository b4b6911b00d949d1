-- migrate:up

-- While Postgres is stopped nothing is committed and nothing waits: a night in which everything stood still is not a night of waiting. Of the time before its
-- start only those seconds count in which something was committed; after it, every one.

CREATE FUNCTION server_started_at() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT pg_postmaster_start_time()';

-- The seconds after `since` and before `until` in which something was committed, each as the whole second that ends it, newest first. It reads the journal from its end, no further than `since`.
CREATE FUNCTION seconds_with_changes(since timestamptz, until timestamptz) RETURNS SETOF timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  recorded timestamptz;
  ended timestamptz;
  last timestamptz;
BEGIN
  FOR recorded IN SELECT recorded_at FROM outbox ORDER BY xid DESC, seq DESC LOOP
    -- Transactions end in another order than they begin in; none takes a minute.
    EXIT WHEN recorded < since - interval '1 minute';
    ended := date_trunc('second', recorded) + interval '1 second';
    IF recorded > since AND recorded < until AND ended IS DISTINCT FROM last THEN
      RETURN NEXT ended;
      last := ended;
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION count_change_latency() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fed text := CASE NEW.process WHEN 'search-projector' THEN 'search' ELSE 'finance' END;
  reached timestamptz := (NEW.detail ->> 'coveredUntil')::timestamptz;
  started timestamptz := server_started_at();
  before timestamptz;
BEGIN
  SELECT covered_until INTO before FROM covered_copy WHERE copy = fed FOR UPDATE;
  IF before IS NULL THEN
    INSERT INTO covered_copy (copy, covered_until) VALUES (fed, reached) ON CONFLICT DO NOTHING;
  ELSIF reached > before THEN
    UPDATE covered_copy SET covered_until = reached WHERE copy = fed;
    before := greatest(before, reached - interval '8 days');
    -- A change a second, on the whole second: as good as all of them, and no more of them when there are many.
    INSERT INTO change_latency (copy, minute, bucket, seconds)
    SELECT fed, date_trunc('minute', committed), ceil(ln(greatest(1, extract(epoch FROM NEW.beat_at - committed) * 1000)) / ln(1.25)), count(*)
    FROM (
      SELECT generate_series(date_trunc('second', greatest(before, started)) + interval '1 second', reached, interval '1 second') AS committed
      UNION
      SELECT seconds_with_changes(before, least(started, reached)) WHERE before < started
    ) seconds
    GROUP BY 1, 2, 3
    ON CONFLICT (copy, minute, bucket) DO UPDATE SET seconds = change_latency.seconds + excluded.seconds;
  END IF;
  RETURN NULL;
END $$;

-- migrate:down
CREATE OR REPLACE FUNCTION count_change_latency() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION seconds_with_changes(timestamptz, timestamptz), server_started_at();
