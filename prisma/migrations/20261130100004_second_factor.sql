-- migrate:up

-- A second factor by time-based codes (RFC 6238), as better-auth keeps it: the secret and the recovery codes are encrypted.
ALTER TABLE app_user
  ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false,
  ADD COLUMN second_factor_waived boolean NOT NULL DEFAULT false;
-- The sample people of an installation that has them; the domain is reserved (RFC 2606), so nobody else has such an address.
UPDATE app_user SET second_factor_waived = true WHERE email LIKE '%@payledger.test';

CREATE TABLE app_two_factor (
  id text PRIMARY KEY,
  user_id text NOT NULL UNIQUE REFERENCES app_user,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamptz(3),
  last_code text
);

-- Nobody is let off by whoever works in the app.
CREATE FUNCTION second_factor_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('payledger.local_command', true), '') = '' THEN
    RAISE EXCEPTION 'person %: a second factor is asked of them', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER second_factor_rules_new BEFORE INSERT ON app_user FOR EACH ROW WHEN (NEW.second_factor_waived) EXECUTE FUNCTION second_factor_rules();
CREATE TRIGGER second_factor_rules BEFORE UPDATE ON app_user FOR EACH ROW WHEN (NEW.second_factor_waived AND NOT OLD.second_factor_waived)
  EXECUTE FUNCTION second_factor_rules();

GRANT SELECT, INSERT, UPDATE, DELETE ON app_two_factor TO payledger_app;
-- Whether the schema is theirs is asked by each of them (payledger doctor).
GRANT SELECT ON schema_migrations TO payledger_app, payledger_relay;
COMMENT ON TABLE app_two_factor IS 'The second factor of each person: a secret for time-based codes, and recovery codes.';
COMMENT ON COLUMN app_two_factor.last_code IS 'A hash of the code that last confirmed an approval: each confirms one.';
COMMENT ON COLUMN app_user.second_factor_waived IS 'Of sample people: whoever may approve or set up is asked for a second factor otherwise.';

-- migrate:down
REVOKE SELECT ON schema_migrations FROM payledger_app, payledger_relay;
DROP TRIGGER second_factor_rules_new ON app_user;
DROP TRIGGER second_factor_rules ON app_user;
DROP FUNCTION second_factor_rules;
DROP TABLE app_two_factor;
ALTER TABLE app_user DROP COLUMN two_factor_enabled, DROP COLUMN second_factor_waived;
