-- migrate:up

-- A copy is written again from an event on, and Kafka is filled anew from the journal.
ALTER TABLE repair DROP CONSTRAINT repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check CHECK (kind IN
  ('rebuild-search', 'replay-payouts', 'replay-from', 'rebuild-finance', 'refill-finance', 'refill-kafka', 'redrive-dead-letters', 'discard-dead-letters'));

COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers. replay-payouts: some payouts written again from their events. replay-from: every event from one on written again. rebuild-finance: figures published anew from the landing. refill-finance: a new landing from Kafka beside the present one. refill-kafka: the topic made again and filled from the journal. redrive-dead-letters, discard-dead-letters: events that a copy had set aside.';
COMMENT ON COLUMN repair.scope IS 'What it is about: ids, a group, or events from one to another; null where it is about a whole copy.';
COMMENT ON COLUMN repair.report IS 'By copy what it changed, as it was found before anything was written; of Kafka where its partitions began and ended. Of names and accounts the lengths only.';
COMMENT ON COLUMN repair.written IS 'The copies that have written what they were asked to; kafka once its topic was deleted.';

-- migrate:down
DELETE FROM repair WHERE kind IN ('replay-from', 'refill-kafka');
ALTER TABLE repair DROP CONSTRAINT repair_kind_check;
ALTER TABLE repair ADD CONSTRAINT repair_kind_check CHECK (kind IN
  ('rebuild-search', 'replay-payouts', 'rebuild-finance', 'refill-finance', 'redrive-dead-letters', 'discard-dead-letters'));
COMMENT ON COLUMN repair.kind IS 'rebuild-search: a new index from Kafka beside the one that answers. replay-payouts: some payouts written again from their events. rebuild-finance: figures published anew from the landing. refill-finance: a new landing from Kafka beside the present one. redrive-dead-letters, discard-dead-letters: events that a copy had set aside.';
COMMENT ON COLUMN repair.scope IS 'What of a copy it is about, where that is not all of it.';
COMMENT ON COLUMN repair.report IS 'By copy what it changed, as it was found before anything was written. Of names and accounts the lengths only.';
COMMENT ON COLUMN repair.written IS 'The copies that have written what they were asked to.';
