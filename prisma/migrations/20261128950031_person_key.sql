-- migrate:up

-- One person, however their number is written: spreadsheets take zeros off its front, put ".0" behind it and commas into it, Asian keyboards make its
-- digits wide, and "#", blanks and apostrophes come with a copy. bank/payroll-file/person-key.ts is the same for files, and is tested against this.
-- One expression, so that the planner puts it in place. Most numbers leave at one of the first three tests, and names at the fourth.
CREATE FUNCTION person_key(number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(nullif(ltrim(CASE
  WHEN number ~ '^[0-9A-Za-z_/-]*$' THEN upper(number)
  WHEN number ~ '^[0-9A-Za-z_/ #-]*[0-9][A-Za-z_/ #-]*$' THEN translate(upper(number), ' #', '')
  WHEN number ~ '^[0-9]+[.,]0{1,2}$' THEN split_part(translate(number, ',', '.'), '.', 1)
  WHEN number !~ '[0-9０-９٠-٩۰-۹]' THEN btrim(upper(normalize(translate(number, E'\u2010\u2011\u2012\u2013\u2014\u2015\u2212''\u2018\u2019`\u00ad\u200c\u200d', '-------'), NFKC)), ' #')
  ELSE regexp_replace(regexp_replace(
      translate(upper(normalize(translate(number, E'٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹\u2010\u2011\u2012\u2013\u2014\u2015\u2212''\u2018\u2019`\u00ad\u200c\u200d', '01234567890123456789-------'), NFKC)), ' #', ''),
    '^([0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?(?:[.]0{1,2})?$', '\1\2\3'),
    '^([0-9]+)[.,]0{1,2}$', '\1')
  END, '0'), ''), '0');

-- Rows written before: few numbers are written in other than plain letters and digits.
UPDATE person_payment SET person = person_key(person) WHERE person !~ '^[0-9A-Z_/-]*$' AND person <> person_key(person);

-- migrate:down
DROP FUNCTION person_key;
