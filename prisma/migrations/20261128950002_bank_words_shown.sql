-- migrate:up

-- What statuses say of a whole file or block, asked for by the pages of its run and of each of its payments.
CREATE INDEX bank_claim_of_files ON bank_claim (message_id) WHERE end_to_end_id IS NULL AND booking IS NULL;

-- migrate:down
DROP INDEX bank_claim_of_files;
