-- migrate:up

-- Files that are too large to be made while somebody waits: asked for here, made by a job, kept for a day, fetched by whoever asked and nobody else.
CREATE TABLE export_file (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  asked_by text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  figure text NOT NULL,
  question jsonb NOT NULL,
  question_hash text NOT NULL,
  asks text NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'parquet')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'writing', 'done', 'failed', 'cancelled')),
  attempt integer NOT NULL DEFAULT 0,
  position bigint,
  covered_until timestamptz(3),
  rows_total bigint,
  rows_written bigint NOT NULL DEFAULT 0,
  bytes bigint,
  reason text,
  ended_at timestamptz(3),
  CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK (state <> 'done' OR (bytes IS NOT NULL AND position IS NOT NULL AND rows_total IS NOT NULL)),
  CHECK ((state = 'failed') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX export_file_once ON export_file (asked_by, question_hash) WHERE state IN ('asked', 'writing');
CREATE INDEX export_file_mine ON export_file (asked_by, asked_at DESC);
CREATE INDEX export_file_ended ON export_file (ended_at) WHERE ended_at IS NOT NULL;

-- Made again from the beginning whenever it is tried again, under another name for each attempt, so trying again is harmless.
SELECT pgboss.create_queue('write-export', '{"policy": "standard", "notify": true, "heartbeatSeconds": 20, "expireInSeconds": 3600,
  "retryLimit": 10, "retryDelay": 2, "retryBackoff": true, "retryDelayMax": 60, "retentionSeconds": 86400, "deleteAfterSeconds": 86400}');

GRANT SELECT, INSERT, UPDATE, DELETE ON export_file TO payledger_app;

COMMENT ON TABLE export_file IS 'A large file of rows behind a figure: who asked for it, how far it is, and why it could not be made.';
COMMENT ON COLUMN export_file.question IS 'Days and choices of the rows (finance/questions/question.ts).';
COMMENT ON COLUMN export_file.question_hash IS 'SHA-256 of question, figure and format: asked for again while it is open it is the same.';
COMMENT ON COLUMN export_file.asks IS 'The same as the page of the rows has them in its address, to open it again.';
COMMENT ON COLUMN export_file.attempt IS 'Which attempt writes it: an earlier one that wakes up changes nothing any more, and its file has another name.';
COMMENT ON COLUMN export_file.position IS 'All its rows are of one publication, which covers the events up to here.';
COMMENT ON COLUMN export_file.reason IS 'Why it could not be made, as a sentence; null where it was.';

-- migrate:down
DELETE FROM pgboss.job WHERE name = 'write-export';
SELECT pgboss.delete_queue('write-export');
DROP TABLE export_file;
