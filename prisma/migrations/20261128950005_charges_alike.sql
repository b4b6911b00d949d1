-- migrate:up

-- Charges that name no payment, by what makes two of them the same one told twice.
CREATE INDEX bank_claim_charges ON bank_claim (account, amount_minor, booked_on) WHERE kind = 'charge' AND end_to_end_id IS NULL;

-- migrate:down
DROP INDEX bank_claim_charges;
