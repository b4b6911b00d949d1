-- migrate:up

-- What people ask the processes that write copies to do with them. The process that owns the writing does it, and says here how far it has got.
CREATE TABLE repair (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('rebuild-search')),
  state text NOT NULL CHECK (state IN ('asked', 'filling', 'filled', 'proven', 'done', 'refused', 'cancelled')),
  version integer NOT NULL DEFAULT 1,
  reason text NOT NULL CHECK (reason = btrim(reason) AND reason <> ''),
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  events_total bigint,
  events_left bigint,
  seen_at timestamptz(3),
  began_at timestamptz(3),
  filled_at timestamptz(3),
  ended_at timestamptz(3),
  cancelled_by text,
  outcome text,
  proof jsonb,
  made text,
  replaced text,
  dropped_at timestamptz(3),
  CHECK ((state IN ('done', 'refused', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
  CHECK (state NOT IN ('proven', 'done') OR proof IS NOT NULL)
);
-- Two at once would fill two indexes for one place.
CREATE UNIQUE INDEX repair_one_of_a_kind ON repair (kind) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON repair TO payledger_app;
GRANT SELECT, UPDATE ON repair TO payledger_relay;

COMMENT ON TABLE repair IS 'What people asked to be done with a copy, and how far it has got.';
COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers, in whose place it comes once it is equal to the ledger.';
COMMENT ON COLUMN repair.state IS 'asked, filling, filled (waits for its proof), proven, and at last done, refused or cancelled.';
COMMENT ON COLUMN repair.asked_by IS 'The id of the person.';
COMMENT ON COLUMN repair.events_total IS 'How many events it had to apply when it began.';
COMMENT ON COLUMN repair.events_left IS 'How many of them are left.';
COMMENT ON COLUMN repair.seen_at IS 'When the process last said how far it is.';
COMMENT ON COLUMN repair.cancelled_by IS 'The id of the person.';
COMMENT ON COLUMN repair.outcome IS 'Why it was refused, for a person.';
COMMENT ON COLUMN repair.proof IS 'What the comparison with the ledger found: position, payouts, differences.';
COMMENT ON COLUMN repair.made IS 'The index that was filled.';
COMMENT ON COLUMN repair.replaced IS 'The index that answered before; kept for an hour.';
COMMENT ON COLUMN repair.dropped_at IS 'When the index that is not needed any more was deleted: the one that was replaced, or the one that was made in vain.';

-- migrate:down
DROP TABLE repair;
