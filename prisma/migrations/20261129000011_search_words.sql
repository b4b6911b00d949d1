-- migrate:up

-- A line's name and number without accents and case, as they are searched: normalizing a hundred thousand of them for each search took half a second. Lines of
-- before have none and are normalized when they are searched; no row is rewritten for it.
ALTER TABLE payroll_line ADD COLUMN search_words text;

-- migrate:down
ALTER TABLE payroll_line DROP COLUMN search_words;
