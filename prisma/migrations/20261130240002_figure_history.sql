-- migrate:up

-- The figures of the operations desk through the last day, so that "since when?" has an answer: of each minute the highest that was seen.
CREATE TABLE figure_minute (
  figure text NOT NULL,
  minute timestamptz(3) NOT NULL,
  highest double precision NOT NULL,
  newest double precision NOT NULL,
  PRIMARY KEY (figure, minute)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON figure_minute TO payledger_app;

COMMENT ON TABLE figure_minute IS 'The figures of the operations desk, minute by minute; kept for a day.';
COMMENT ON COLUMN figure_minute.figure IS 'Which one, as operations/figures.ts calls it.';
COMMENT ON COLUMN figure_minute.minute IS 'When it was looked at.';
COMMENT ON COLUMN figure_minute.highest IS 'The highest that was seen in the minute.';
COMMENT ON COLUMN figure_minute.newest IS 'The last that was seen in it.';

-- migrate:down
DROP TABLE figure_minute;
