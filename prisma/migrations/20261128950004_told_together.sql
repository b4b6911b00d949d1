-- migrate:up

-- Many exceptions that say the same are told as one: by the claim of the one that speaks for them. Each can be decided by itself.
ALTER TABLE bank_finding ADD COLUMN told_with text REFERENCES bank_claim;
CREATE INDEX bank_finding_told_with ON bank_finding (told_with, state, claim_key) WHERE told_with IS NOT NULL;

-- migrate:down
ALTER TABLE bank_finding DROP COLUMN told_with;
