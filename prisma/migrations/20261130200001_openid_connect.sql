-- migrate:up

-- Whoever comes from an OpenID Connect provider and has a second factor gives its code before their session is good for anything.
ALTER TABLE app_session ADD COLUMN second_factor_due boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN app_session.second_factor_due IS 'A code of the second factor is owed: until it was given, the session is good for nothing.';

-- A person is one subject of a provider, and a subject one person: also when two requests link at the same moment.
CREATE UNIQUE INDEX app_account_one_of_person ON app_account (user_id, provider_id);
CREATE UNIQUE INDEX app_account_one_person ON app_account (provider_id, account_id);
COMMENT ON COLUMN app_account.provider_id IS '"credential" for a password; else "oidc-" and a hash of the OpenID Connect issuer.';
COMMENT ON COLUMN app_account.account_id IS 'Of a provider: the subject, by which it knows the person whatever their e-mail address.';

-- migrate:down
DROP INDEX app_account_one_person;
DROP INDEX app_account_one_of_person;
ALTER TABLE app_session DROP COLUMN second_factor_due;
