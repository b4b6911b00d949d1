-- migrate:up

COMMENT ON TABLE kept_answer IS 'What takes a second to find of a whole run and is shown whenever its page opens: no fact, and found anew when it is missing.';
COMMENT ON COLUMN kept_answer.question IS 'Which answer about the run it is, with the number of its shape: "differences 1".';
COMMENT ON COLUMN kept_answer.found_from IS 'What it was found from; when that has changed, it is found anew.';

-- migrate:down
COMMENT ON TABLE kept_answer IS NULL;
COMMENT ON COLUMN kept_answer.question IS NULL;
COMMENT ON COLUMN kept_answer.found_from IS NULL;
