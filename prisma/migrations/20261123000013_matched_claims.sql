-- migrate:up

-- What people have matched by hand, and what came back: few of an entry's claims, and asked for with each of them.
CREATE INDEX bank_claim_matched ON bank_claim (booking) WHERE matched_to IS NOT NULL;
CREATE INDEX bank_claim_returned ON bank_claim (booking) WHERE kind = 'return';

-- migrate:down
DROP INDEX bank_claim_returned;
DROP INDEX bank_claim_matched;
