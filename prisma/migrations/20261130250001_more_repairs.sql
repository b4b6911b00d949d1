-- migrate:up

-- More of what people ask the processes that write copies to do. What a repair is about, and what it changed, stand in the row as well.
ALTER TABLE repair DROP CONSTRAINT IF EXISTS repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check CHECK (kind IN
  ('rebuild-search', 'replay-payouts', 'rebuild-finance', 'refill-finance', 'redrive-dead-letters', 'discard-dead-letters'));
ALTER TABLE repair ADD COLUMN IF NOT EXISTS scope jsonb;
ALTER TABLE repair ADD COLUMN report jsonb, ADD COLUMN written text[] NOT NULL DEFAULT '{}';

COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers. replay-payouts: some payouts written again from their events. rebuild-finance: figures published anew from the landing. refill-finance: a new landing from Kafka beside the present one. redrive-dead-letters, discard-dead-letters: events that a copy had set aside.';
COMMENT ON COLUMN repair.scope IS 'What it is about: ids, or a group; null where it is about a whole copy.';
COMMENT ON COLUMN repair.report IS 'By copy what it changed, as it was found before anything was written. Of names and accounts the lengths only.';
COMMENT ON COLUMN repair.written IS 'The copies that have written what they were asked to.';
COMMENT ON COLUMN repair.made IS 'The index, or the folder of a landing, that was filled.';
COMMENT ON COLUMN repair.replaced IS 'The index, or the folder of a landing, that answered before; kept for an hour.';

-- migrate:down
DELETE FROM repair WHERE kind <> 'rebuild-search';
ALTER TABLE repair DROP COLUMN report, DROP COLUMN written, DROP COLUMN scope;
ALTER TABLE repair DROP CONSTRAINT repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check CHECK (kind IN ('rebuild-search'));
COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers, in whose place it comes once it is equal to the ledger.';
COMMENT ON COLUMN repair.made IS 'The index that was filled.';
COMMENT ON COLUMN repair.replaced IS 'The index that answered before; kept for an hour.';
