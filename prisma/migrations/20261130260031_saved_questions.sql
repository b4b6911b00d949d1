-- migrate:up

-- What people of finance ask again and again, under a name: the choices of a page, or a text of SQL. One that is removed stays for a day, so that it can be had back.
CREATE TABLE saved_question (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  owner text NOT NULL,
  name text NOT NULL CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 80),
  page text NOT NULL CHECK (page IN ('overview', 'corridors', 'countries', 'settlement', 'failures', 'rows', 'sql')),
  asks text NOT NULL CHECK (length(asks) <= 8000),
  is_shared boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  saved_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3)
);
CREATE UNIQUE INDEX saved_question_name ON saved_question (owner, lower(name)) WHERE removed_at IS NULL;
CREATE INDEX saved_question_shared ON saved_question (is_shared) WHERE is_shared AND removed_at IS NULL;
CREATE INDEX saved_question_removed ON saved_question (removed_at) WHERE removed_at IS NOT NULL;

-- Each person's own: what is shared is pinned by whoever wants it on their overview.
CREATE TABLE question_pin (
  user_id text NOT NULL,
  question_id uuid NOT NULL REFERENCES saved_question ON DELETE CASCADE,
  pinned_at timestamptz(3) NOT NULL,
  PRIMARY KEY (user_id, question_id)
);
CREATE INDEX question_pin_question ON question_pin (question_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_question, question_pin TO payledger_app;

COMMENT ON TABLE saved_question IS 'A question of the finance desk under a name: the choices of a page, or a text of SQL.';
COMMENT ON COLUMN saved_question.owner IS 'Whose it is: nobody else changes it, but for shared ones of somebody who was deactivated.';
COMMENT ON COLUMN saved_question.page IS 'The page that it is asked on.';
COMMENT ON COLUMN saved_question.asks IS 'The choices, as they stand in the page''s address; on the page of SQL the text.';
COMMENT ON COLUMN saved_question.is_shared IS 'Whether everybody of finance sees it.';
COMMENT ON COLUMN saved_question.removed_at IS 'When it was removed; it can be restored for a day, and is swept away then.';
COMMENT ON TABLE question_pin IS 'That somebody wants a question''s figure on their overview.';

-- migrate:down
DROP TABLE question_pin, saved_question;
