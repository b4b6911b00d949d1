-- migrate:up

-- A company and what it pays from and through are set up by administrators. What payments have used is closed, never changed or deleted.
ALTER TABLE company
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN closed_at timestamptz(3),
  ADD COLUMN street text CHECK (length(street) BETWEEN 1 AND 70),
  ADD COLUMN building_number text CHECK (length(building_number) BETWEEN 1 AND 16),
  ADD COLUMN post_code text CHECK (length(post_code) BETWEEN 1 AND 16),
  ADD COLUMN code_above_minor bigint CHECK (code_above_minor >= 0),
  ADD COLUMN bank_tested_at timestamptz(3),
  ADD COLUMN bank_tested_by text;
ALTER TABLE bank_profile
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN closed_days date[] NOT NULL DEFAULT '{}';
ALTER TABLE debtor_account
  ADD COLUMN opened_at timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN closed_at timestamptz(3),
  DROP CONSTRAINT debtor_account_company_id_currency_key;
DROP INDEX debtor_account_home;
CREATE UNIQUE INDEX debtor_account_open ON debtor_account (company_id, currency) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX debtor_account_home ON debtor_account (company_id) WHERE home AND closed_at IS NULL;

-- People are invited, and activated when they choose a password; who is deactivated cannot sign in.
ALTER TABLE app_user
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN activated_at timestamptz(3),
  ADD COLUMN deactivated_at timestamptz(3),
  ADD COLUMN last_sign_in_at timestamptz(3),
  -- When this person was first an administrator who could sign in. It stays.
  ADD COLUMN admin_since timestamptz(3);
UPDATE app_user SET activated_at = created_at, admin_since = CASE WHEN 'admin' = ANY(roles) THEN created_at END;

-- A link by which somebody chooses a password. Its secret is made of its id and the installation's own secret, and stands nowhere.
CREATE TABLE sign_in_link (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  purpose text NOT NULL CHECK (purpose IN ('first-administrator', 'invitation', 'reset')),
  user_id text REFERENCES app_user,
  made_by text,
  made_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  CHECK ((purpose = 'first-administrator') = (user_id IS NULL))
);
CREATE INDEX sign_in_link_user ON sign_in_link (user_id);

-- What one administrator proposes and another confirms. The new values stand in `change`; what they replace in `was`.
CREATE TABLE set_up_change (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  kind text NOT NULL CHECK (kind IN ('account-open', 'account-close', 'account-home', 'company-bank', 'company-reopening', 'approval-limit', 'bank-profile',
    'invitation', 'access', 'reactivation', 'reset')),
  -- The company, bank profile or person that it changes; of an invitation the e-mail address.
  subject text NOT NULL,
  change jsonb NOT NULL,
  was jsonb,
  reason text,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'refused', 'withdrawn')),
  version integer NOT NULL DEFAULT 1,
  proposed_by text NOT NULL,
  proposed_at timestamptz(3) NOT NULL,
  decided_by text,
  decided_at timestamptz(3),
  decided_reason text,
  decided_xid xid8,
  CHECK ((state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT set_up_change_two_people CHECK (state NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX set_up_change_open ON set_up_change (kind, subject) WHERE state = 'proposed';
CREATE INDEX set_up_change_subject ON set_up_change (subject);

CREATE FUNCTION is_active_admin(person text) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM app_user WHERE id = person AND 'admin' = ANY(roles) AND activated_at IS NOT NULL AND deactivated_at IS NULL);

CREATE FUNCTION set_up_change_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a proposed change is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.version <> 1 OR NOT is_active_admin(NEW.proposed_by) THEN
      RAISE EXCEPTION 'an administrator proposes a change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'proposed' OR NEW.version <> OLD.version + 1 OR (NEW.kind, NEW.subject, NEW.change, NEW.proposed_by, NEW.proposed_at)
     IS DISTINCT FROM (OLD.kind, OLD.subject, OLD.change, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'change %: what was proposed does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'confirmed' AND NOT (is_active_admin(NEW.decided_by) AND is_active_admin(NEW.proposed_by)) THEN
    RAISE EXCEPTION 'change %: two administrators confirm it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  NEW.decided_xid := CASE WHEN NEW.state = 'confirmed' THEN pg_current_xact_id() END;
  RETURN NEW;
END $$;
CREATE TRIGGER set_up_change_rules BEFORE INSERT OR UPDATE OR DELETE ON set_up_change FOR EACH ROW EXECUTE FUNCTION set_up_change_rules();
CREATE TRIGGER set_up_change_no_truncate BEFORE TRUNCATE ON set_up_change FOR EACH STATEMENT EXECUTE FUNCTION never_truncated();

-- Whether two administrators have confirmed, in this transaction, a change of this kind and subject with these values.
CREATE FUNCTION by_two_admins(kinds text[], of_subject text, becomes jsonb) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM set_up_change WHERE state = 'confirmed' AND decided_xid = pg_current_xact_id_if_assigned() AND kind = ANY(kinds)
    AND subject = of_subject AND change @> becomes);

-- Whether the company has ever had a run approved: money may have left by what is set up for it.
CREATE FUNCTION has_paid(company uuid) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM payroll_run WHERE company_id = company AND approved_by IS NOT NULL);

-- The first account in a currency is one administrator's to enter while nobody was paid; whatever changes from where money leaves is for two.
CREATE FUNCTION debtor_account_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a debtor account is closed, never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF (has_paid(NEW.company_id) OR EXISTS (SELECT FROM debtor_account d WHERE d.company_id = NEW.company_id
          AND (d.currency = NEW.currency OR d.closed_at IS NOT NULL OR (d.home AND NEW.home))))
       AND NOT by_two_admins(ARRAY['account-open'], NEW.company_id::text,
         jsonb_build_object('account', NEW.account, 'bic', NEW.bic, 'currency', NEW.currency)) THEN
      RAISE EXCEPTION 'debtor account of company %: two administrators replace it', NEW.company_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.company_id, NEW.currency, NEW.account, NEW.bic, NEW.opened_at) IS DISTINCT FROM
     (OLD.id, OLD.company_id, OLD.currency, OLD.account, OLD.bic, OLD.opened_at) OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'debtor account %: it is closed and another one opened, never changed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT by_two_admins(ARRAY['account-open', 'account-close', 'account-home'], NEW.company_id::text, '{}') THEN
    RAISE EXCEPTION 'debtor account %: two administrators change it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER debtor_account_rules BEFORE INSERT OR UPDATE OR DELETE ON debtor_account FOR EACH ROW EXECUTE FUNCTION debtor_account_rules();

CREATE FUNCTION company_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a company is closed, never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> OLD.version + 1 OR (NEW.id, NEW.code, NEW.country) IS DISTINCT FROM (OLD.id, OLD.code, OLD.country) THEN
    RAISE EXCEPTION 'company %: its code and country do not change, and its version moves by one', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.bank_profile_id <> OLD.bank_profile_id AND has_paid(NEW.id)
     AND NOT by_two_admins(ARRAY['company-bank'], NEW.id::text, jsonb_build_object('bankProfileId', NEW.bank_profile_id)) THEN
    RAISE EXCEPTION 'company %: two administrators change its bank', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  -- A lower limit asks for more; a higher one, or none, for less.
  IF OLD.code_above_minor IS NOT NULL AND (NEW.code_above_minor IS NULL OR NEW.code_above_minor > OLD.code_above_minor)
     AND NOT by_two_admins(ARRAY['approval-limit'], NEW.id::text, jsonb_build_object('codeAboveMinor', NEW.code_above_minor::text)) THEN
    RAISE EXCEPTION 'company %: two administrators raise its approval limit', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL AND NOT by_two_admins(ARRAY['company-reopening'], NEW.id::text, '{}') THEN
    RAISE EXCEPTION 'company %: two administrators open it again', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER company_rules BEFORE UPDATE OR DELETE ON company FOR EACH ROW EXECUTE FUNCTION company_rules();

CREATE FUNCTION bank_profile_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'bank profile %: it is never deleted, and its version moves by one', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM company c WHERE c.bank_profile_id = OLD.id AND has_paid(c.id))
     AND NOT by_two_admins(ARRAY['bank-profile'], OLD.id::text, jsonb_build_object('profile', jsonb_build_object(
       'name', NEW.name, 'cutOff', to_char(NEW.cut_off, 'HH24:MI'), 'timeZone', NEW.time_zone, 'releaseAfterSeconds', NEW.release_after_seconds))) THEN
    RAISE EXCEPTION 'bank profile %: two administrators change it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_profile_rules BEFORE UPDATE OR DELETE ON bank_profile FOR EACH ROW EXECUTE FUNCTION bank_profile_rules();

-- Alone, one administrator could be two: by inviting a second under a made-up name, or by a link to somebody's password. So once there have been two, whoever
-- may approve or set up is let in by two. Whoever works on the machine itself says so, and is not asked.
CREATE FUNCTION one_admin_is_enough() RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('payledger.local_command', true), '') <> '' OR (SELECT count(*) FROM app_user WHERE admin_since IS NOT NULL) < 2;
CREATE FUNCTION is_trusted(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN roles && ARRAY['coordinator', 'admin'];

CREATE FUNCTION app_user_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'admin' = ANY(NEW.roles) AND NEW.activated_at IS NOT NULL THEN
    NEW.admin_since := coalesce(NEW.admin_since, now());
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF is_trusted(NEW.roles) AND NOT one_admin_is_enough()
       AND NOT by_two_admins(ARRAY['invitation'], NEW.email, jsonb_build_object('roles', to_jsonb(NEW.roles), 'name', NEW.name)) THEN
      RAISE EXCEPTION 'person %: two administrators invite who may approve or set up', NEW.email USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  NEW.admin_since := coalesce(OLD.admin_since, NEW.admin_since);
  IF NEW.roles <> OLD.roles AND is_trusted(NEW.roles) AND NOT NEW.roles <@ OLD.roles AND NOT one_admin_is_enough()
     AND NOT by_two_admins(ARRAY['access'], NEW.id, jsonb_build_object('roles', to_jsonb(NEW.roles))) THEN
    RAISE EXCEPTION 'person %: two administrators give such a role', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.name <> OLD.name AND is_trusted(NEW.roles) AND NOT one_admin_is_enough()
     AND NOT by_two_admins(ARRAY['access'], NEW.id, jsonb_build_object('name', NEW.name)) THEN
    RAISE EXCEPTION 'person %: two administrators change the name of who may approve or set up', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.deactivated_at IS NOT NULL AND NEW.deactivated_at IS NULL AND is_trusted(NEW.roles) AND NOT one_admin_is_enough()
     AND NOT by_two_admins(ARRAY['reactivation'], NEW.id, '{}') THEN
    RAISE EXCEPTION 'person %: two administrators let them in again', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.email <> OLD.email OR (OLD.activated_at IS NOT NULL AND NEW.activated_at IS DISTINCT FROM OLD.activated_at) THEN
    RAISE EXCEPTION 'person %: the e-mail address does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER app_user_rules BEFORE INSERT OR UPDATE ON app_user FOR EACH ROW EXECUTE FUNCTION app_user_rules();

-- Fewer limits are more power. A person who is invited, or given access, in this transaction has just been looked at.
CREATE FUNCTION user_company_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person app_user;
BEGIN
  SELECT * INTO person FROM app_user WHERE id = coalesce(NEW.user_id, OLD.user_id);
  IF is_trusted(person.roles) AND NOT one_admin_is_enough() AND NOT by_two_admins(ARRAY['access'], person.id, '{}')
     AND NOT by_two_admins(ARRAY['invitation'], person.email, '{}') THEN
    RAISE EXCEPTION 'person %: two administrators change for which companies they work', person.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER user_company_rules BEFORE INSERT OR UPDATE OR DELETE ON user_company FOR EACH ROW EXECUTE FUNCTION user_company_rules();

CREATE FUNCTION sign_in_link_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person app_user;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.used_at IS NOT NULL OR (NEW.id, NEW.purpose, NEW.user_id, NEW.expires_at) IS DISTINCT FROM (OLD.id, OLD.purpose, OLD.user_id, OLD.expires_at) THEN
      RAISE EXCEPTION 'sign-in link %: it is used once', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.purpose = 'first-administrator' AND EXISTS (SELECT FROM app_user) THEN
    RAISE EXCEPTION 'there are people already' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO person FROM app_user WHERE id = NEW.user_id;
  IF NEW.purpose = 'invitation' AND person.activated_at IS NOT NULL THEN
    RAISE EXCEPTION 'person %: they have accepted their invitation', person.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.purpose = 'reset' AND is_trusted(person.roles) AND NOT one_admin_is_enough() AND NOT by_two_admins(ARRAY['reset'], person.id, '{}') THEN
    RAISE EXCEPTION 'person %: two administrators let them choose another password', person.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sign_in_link_rules BEFORE INSERT OR UPDATE ON sign_in_link FOR EACH ROW EXECUTE FUNCTION sign_in_link_rules();

-- The second lock behind the sign-in door, and when somebody was last let in.
CREATE FUNCTION app_session_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app_user SET last_sign_in_at = NEW.created_at WHERE id = NEW.user_id AND deactivated_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'person %: they are deactivated', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER app_session_begins BEFORE INSERT ON app_session FOR EACH ROW EXECUTE FUNCTION app_session_begins();

GRANT UPDATE ON company, bank_profile, debtor_account TO payledger_app;
GRANT SELECT, INSERT, UPDATE ON sign_in_link, set_up_change TO payledger_app;
REVOKE DELETE ON app_user FROM payledger_app;

COMMENT ON COLUMN company.version IS 'What a person who changes it has seen.';
COMMENT ON COLUMN company.closed_at IS 'Since then it pays nobody; what it has paid stays.';
COMMENT ON COLUMN company.code_above_minor IS 'Who approves more than this, in the home account''s currency, gives a fresh code of their second factor; null: nobody is asked.';
COMMENT ON COLUMN company.bank_tested_at IS 'When somebody said that its bank has accepted a test file.';
COMMENT ON COLUMN bank_profile.closed_days IS 'Days on which this bank does not pay, beside weekends and the holidays of TARGET.';
COMMENT ON COLUMN debtor_account.closed_at IS 'Since then nothing is paid from it; what was, still names it.';
COMMENT ON COLUMN app_user.activated_at IS 'When this person chose a password; null while they are invited.';
COMMENT ON COLUMN app_user.deactivated_at IS 'Since then this person cannot sign in.';
COMMENT ON COLUMN app_user.admin_since IS 'When this person could first act as an administrator. It stays: once there were two, one alone lets in nobody who may approve or set up.';
COMMENT ON TABLE sign_in_link IS 'Links by which people choose a password: the first administrator, who is invited, who has forgotten it.';
COMMENT ON COLUMN sign_in_link.made_by IS 'The administrator; null when a process made it.';
COMMENT ON TABLE set_up_change IS 'Changes that one administrator proposes and another confirms.';
COMMENT ON COLUMN set_up_change.subject IS 'The id of the company, bank profile or person; of an invitation the e-mail address.';
COMMENT ON COLUMN set_up_change.change IS 'What it becomes, as payroll/set-up/change.ts has it.';
COMMENT ON COLUMN set_up_change.decided_xid IS 'The transaction that confirmed it: what it changes is changed within.';

-- migrate:down
DROP TRIGGER app_session_begins ON app_session;
DROP TRIGGER user_company_rules ON user_company;
DROP TRIGGER app_user_rules ON app_user;
DROP TRIGGER bank_profile_rules ON bank_profile;
DROP TRIGGER company_rules ON company;
DROP TRIGGER debtor_account_rules ON debtor_account;
DROP TABLE sign_in_link, set_up_change;
DROP FUNCTION app_session_begins, sign_in_link_rules, user_company_rules, app_user_rules, is_trusted, one_admin_is_enough, bank_profile_rules, company_rules,
  debtor_account_rules, has_paid, by_two_admins, set_up_change_rules, is_active_admin;
DROP INDEX debtor_account_open, debtor_account_home;
CREATE UNIQUE INDEX debtor_account_home ON debtor_account (company_id) WHERE home;
ALTER TABLE app_user DROP COLUMN version, DROP COLUMN activated_at, DROP COLUMN deactivated_at, DROP COLUMN last_sign_in_at, DROP COLUMN admin_since;
ALTER TABLE debtor_account DROP COLUMN opened_at, DROP COLUMN closed_at, ADD UNIQUE (company_id, currency);
ALTER TABLE bank_profile DROP COLUMN version, DROP COLUMN closed_days;
ALTER TABLE company DROP COLUMN version, DROP COLUMN closed_at, DROP COLUMN street, DROP COLUMN building_number, DROP COLUMN post_code, DROP COLUMN code_above_minor, DROP COLUMN bank_tested_at,
  DROP COLUMN bank_tested_by;
REVOKE UPDATE ON company, bank_profile, debtor_account FROM payledger_app;
GRANT DELETE ON app_user TO payledger_app;
