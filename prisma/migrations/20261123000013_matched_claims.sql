-- migrate:up

-- What people have matched by hand: few, and asked for with every entry that is told.
CREATE INDEX bank_claim_matched ON bank_claim (booking) WHERE matched_to IS NOT NULL;

-- migrate:down
DROP INDEX bank_claim_matched;
