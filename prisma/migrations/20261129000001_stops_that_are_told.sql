-- migrate:up

-- Relay and gateway each stop when the other finds that the ledger is not the history it knows. A stop that only repeats the other's is heeded by nobody:
-- else the two would keep each other stopped when the cause is gone, a gateway that was given the wrong folder, say.
ALTER TABLE history_stop ADD COLUMN is_told boolean NOT NULL DEFAULT false;

-- migrate:down
ALTER TABLE history_stop DROP COLUMN is_told;
