-- migrate:up

-- Who a payment goes to, by account and name: an account alone may be a card issuer's, with everybody of a run behind it. Nothing of it ever changes, so
-- that a payout's next version needs no place of its own in it.
CREATE INDEX payout_payee ON payout (account_hash, lower(beneficiary_name), id);
DROP INDEX payout_account;

-- migrate:down
CREATE INDEX payout_account ON payout (account_hash);
DROP INDEX payout_payee;
