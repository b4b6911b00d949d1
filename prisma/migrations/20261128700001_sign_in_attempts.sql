-- migrate:up

-- How often somebody tried to sign in, per account and per address, in a window of some minutes. One row is one statement, so that forty guesses at once
-- are forty. The key is a hash: people type passwords where the address belongs.
CREATE TABLE sign_in_attempt (
  key text PRIMARY KEY CHECK (key ~ '^[0-9a-f]{64}$'),
  attempts integer NOT NULL CHECK (attempts >= 0),
  window_began timestamptz(3) NOT NULL
);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (window_began);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO payledger_app;
-- It held ten minutes' worth.
DROP TABLE sign_in_failure;

-- When its person was last seen: a session ends when it is idle, and not only with the day.
ALTER TABLE app_session ADD COLUMN seen_at timestamptz(3) NOT NULL DEFAULT now();
CREATE INDEX app_session_expires ON app_session (expires_at);

-- migrate:down
DROP INDEX app_session_expires;
ALTER TABLE app_session DROP COLUMN seen_at;
CREATE TABLE sign_in_failure (
  email text NOT NULL,
  failed_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failure_recent ON sign_in_failure (email, failed_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO payledger_app;
DROP TABLE sign_in_attempt;
