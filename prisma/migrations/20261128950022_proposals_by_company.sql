-- migrate:up

-- Of which companies a bank's file by hand speaks: whoever works for some companies may bring, see and decide one that is of theirs alone.
-- `unfiled`: something in it is of no known company, or cannot be read; such a file is for who works for every company, as all were until now.
ALTER TABLE bank_file_proposal ADD COLUMN company_ids uuid[] NOT NULL DEFAULT '{}', ADD COLUMN unfiled boolean NOT NULL DEFAULT true;

-- migrate:down
ALTER TABLE bank_file_proposal DROP COLUMN company_ids, DROP COLUMN unfiled;
