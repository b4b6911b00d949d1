-- migrate:up

-- Ids of messages begin anew each year, and two banks count alike: a message is known by who sent it, its id and when it was made (identity), and two of
-- one identity by what they say (content). Null in what came before this was kept, which is known by its bytes, and in what says nothing: that takes no id.
ALTER TABLE bank_message ADD COLUMN identity text, ADD COLUMN content text;
DROP INDEX bank_message_in_id;
CREATE UNIQUE INDEX bank_message_in_identity ON bank_message (identity, content) WHERE direction = 'in' AND status IN ('applied', 'nothing-new');
CREATE INDEX bank_message_in_id ON bank_message (kind, message_id) WHERE direction = 'in' AND status IN ('applied', 'nothing-new');

-- A message that contradicts an earlier one is applied or discarded, by two.
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_resolution_check;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_resolution_check
  CHECK (resolution IN ('matched', 'written-off', 'returned-to-bank', 'explained', 'applied', 'discarded'));
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_second_person;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_second_person CHECK (state <> 'resolved' OR resolution = 'explained' OR confirmed_by IS NOT NULL
  OR (amount_minor IS NULL AND resolution NOT IN ('matched', 'applied', 'discarded')));

-- migrate:down
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_second_person;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_second_person CHECK (state <> 'resolved' OR resolution = 'explained' OR confirmed_by IS NOT NULL
  OR (amount_minor IS NULL AND resolution <> 'matched'));
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_resolution_check;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_resolution_check CHECK (resolution IN ('matched', 'written-off', 'returned-to-bank', 'explained'));
DROP INDEX bank_message_in_id, bank_message_in_identity;
CREATE UNIQUE INDEX bank_message_in_id ON bank_message (kind, message_id) WHERE direction = 'in' AND status IN ('applied', 'nothing-new');
ALTER TABLE bank_message DROP COLUMN identity, DROP COLUMN content;
