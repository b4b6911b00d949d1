-- migrate:up

-- Letters and digits that are neither mistaken for one another on the phone nor make words: 28 to the power of 4 is 614,656. An id that a counter alone
-- makes is given out a second time by a database that was restored; 45 payments carried ids that the bank had already paid to others.
CREATE FUNCTION random_tag(length integer) RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT string_agg(substr('23456789BCDFGHJKMNPQRSTVWXYZ', 1 + get_byte(bytes, n) % 28, 1), '')
  FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) AS random, generate_series(0, least(length, 6) - 1) AS n
$$;

-- Why a process that moves money or numbers events has stopped: what it knows is not the history it finds. One row each, its own to write and to remove.
CREATE TABLE history_stop (
  process text PRIMARY KEY CHECK (process IN ('outbox-relay', 'bank-gateway')),
  -- What it is about: the ledger's own history concerns whoever moves money too, the rest only the events.
  kind text NOT NULL CHECK (kind IN ('ledger', 'events')),
  sentence text NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON history_stop TO payledger_app, payledger_relay;
GRANT EXECUTE ON FUNCTION random_tag(integer) TO payledger_app;

-- migrate:down
DROP TABLE history_stop;
DROP FUNCTION random_tag;
