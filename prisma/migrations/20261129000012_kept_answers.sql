-- migrate:up

-- What takes a second to find of a whole run and is shown whenever its page opens. None of it is a fact: each row says what it was found from, and is found
-- anew when that has changed, or when a crash has emptied the table. No decision is made by it.
CREATE UNLOGGED TABLE kept_answer (
  run_id uuid NOT NULL,
  question text NOT NULL,
  found_from text NOT NULL,
  answer json NOT NULL,
  PRIMARY KEY (run_id, question)
);
GRANT SELECT, INSERT, UPDATE ON kept_answer TO payledger_app;

-- migrate:down
DROP TABLE kept_answer;
