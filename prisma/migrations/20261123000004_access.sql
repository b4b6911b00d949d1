-- migrate:up

-- The tables better-auth reads and writes, in our spelling.
CREATE TABLE app_user (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  role text NOT NULL CHECK (role IN ('coordinator', 'support', 'finance', 'operator', 'admin')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE TABLE app_session (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz(3) NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX app_session_user ON app_session (user_id);
CREATE TABLE app_account (
  id text PRIMARY KEY,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX app_account_user ON app_account (user_id);
CREATE TABLE app_verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX app_verification_identifier ON app_verification (identifier);
-- Failed sign-ins per e-mail address, so that a password cannot be tried without end from many addresses.
CREATE TABLE sign_in_failure (
  email text NOT NULL,
  failed_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failure_recent ON sign_in_failure (email, failed_at);

-- A coordinator with rows here sees only these companies; one without sees all.
CREATE TABLE user_company (
  user_id text NOT NULL REFERENCES app_user ON DELETE CASCADE,
  company_id uuid NOT NULL REFERENCES company,
  PRIMARY KEY (user_id, company_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON app_user, app_session, app_account, app_verification, sign_in_failure, user_company TO payledger_app;

-- migrate:down
DROP TABLE user_company, sign_in_failure, app_verification, app_account, app_session, app_user;
