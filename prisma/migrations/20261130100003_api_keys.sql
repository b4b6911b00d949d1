-- migrate:up

-- What a program asks with, in the name of a person and with some of what they may do. Its secret is kept as a hash, and shown once.
CREATE TABLE api_key (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  user_id text NOT NULL REFERENCES app_user,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  secret_hash text NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  permissions text[] NOT NULL CHECK (cardinality(permissions) > 0),
  companies uuid[] NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL CHECK (expires_at > created_at),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX api_key_user ON api_key (user_id);
CREATE FUNCTION api_key_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.user_id, NEW.secret_hash, NEW.permissions, NEW.companies, NEW.expires_at)
     IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.secret_hash, OLD.permissions, OLD.companies, OLD.expires_at)
     OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'api key %: it is revoked and another one made, never changed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER api_key_rules BEFORE UPDATE ON api_key FOR EACH ROW EXECUTE FUNCTION api_key_rules();

-- How often somebody has asked since their minute began.
CREATE TABLE request_count (
  caller text PRIMARY KEY,
  requests integer NOT NULL,
  minute_began timestamptz(3) NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON api_key TO payledger_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON request_count TO payledger_app;
COMMENT ON TABLE api_key IS 'What programs ask with, in the name of a person.';
COMMENT ON COLUMN api_key.permissions IS 'By access/permissions.ts; it can do no more than its person.';
COMMENT ON COLUMN api_key.companies IS 'Empty: every company its person works for.';
COMMENT ON TABLE request_count IS 'How often each key and person has asked in their minute.';

-- migrate:down
DROP TABLE request_count, api_key;
DROP FUNCTION api_key_rules;
