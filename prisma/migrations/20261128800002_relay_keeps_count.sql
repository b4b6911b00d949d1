-- migrate:up

-- Where each partition's log ended once the batch was acknowledged: a log that is shorter, or holds something else there, has lost events.
ALTER TABLE relay_batches ADD COLUMN offsets bigint[];

-- The leader renews it every few seconds; one that does not is frozen, and a standby takes its place. From `signed_from` on every event carries a signature.
ALTER TABLE relay_leader ADD COLUMN renewed_at timestamptz, ADD COLUMN signed_from bigint;

-- Events that Kafka had acknowledged and lost. Written before anything is sent again, so that a restart finds it.
CREATE TABLE kafka_loss (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  era integer NOT NULL,
  partition integer NOT NULL,
  -- The last position that can be read there in order, and the last that was acknowledged; null until the partition was read.
  reaches bigint,
  acknowledged bigint,
  found_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- When all of it was in Kafka again, and how many events had to be sent for that.
  sent_again_at timestamptz(3),
  events integer
);
CREATE UNIQUE INDEX kafka_loss_open ON kafka_loss (era, partition) WHERE sent_again_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON kafka_loss TO payledger_relay;
GRANT SELECT ON kafka_loss TO payledger_app;

-- migrate:down
DROP TABLE kafka_loss;
ALTER TABLE relay_leader DROP COLUMN renewed_at, DROP COLUMN signed_from;
ALTER TABLE relay_batches DROP COLUMN offsets;
