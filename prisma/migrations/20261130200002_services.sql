-- migrate:up

-- A program that is nobody: it has a name, roles and companies, and asks with keys that administrators make. It cannot sign in, and never decides.
ALTER TABLE app_user
  ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'service')),
  ADD CONSTRAINT app_user_service CHECK ((kind = 'service') = starts_with(email, 'service:') AND (kind = 'person' OR NOT 'admin' = ANY(roles)));
CREATE UNIQUE INDEX app_user_service_name ON app_user (lower(name)) WHERE kind = 'service';
ALTER TABLE api_key ADD COLUMN made_by text REFERENCES app_user;
CREATE INDEX api_key_made_by ON api_key (made_by) WHERE made_by IS NOT NULL;

CREATE FUNCTION is_service(who text) RETURNS boolean LANGUAGE sql STABLE
  RETURN EXISTS (SELECT FROM app_user WHERE id = who AND kind = 'service');

CREATE FUNCTION app_user_kind_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'person %: a person does not become a service, nor a service a person', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER app_user_kind_stays BEFORE UPDATE ON app_user FOR EACH ROW WHEN (NEW.kind <> OLD.kind) EXECUTE FUNCTION app_user_kind_stays();

-- A session, a password, a second factor and a link to choose a password are of people.
CREATE FUNCTION of_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_service(NEW.user_id) THEN
    RAISE EXCEPTION 'service %: it cannot sign in', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER app_session_of_people BEFORE INSERT OR UPDATE OF user_id ON app_session FOR EACH ROW EXECUTE FUNCTION of_people();
CREATE TRIGGER app_account_of_people BEFORE INSERT OR UPDATE OF user_id ON app_account FOR EACH ROW EXECUTE FUNCTION of_people();
CREATE TRIGGER app_two_factor_of_people BEFORE INSERT OR UPDATE OF user_id ON app_two_factor FOR EACH ROW EXECUTE FUNCTION of_people();
CREATE TRIGGER sign_in_link_of_people BEFORE INSERT OR UPDATE OF user_id ON sign_in_link FOR EACH ROW EXECUTE FUNCTION of_people();

-- A key of a person is made by that person; one of a service by an administrator, or by whoever works on the machine itself, and never for a decision.
CREATE FUNCTION api_key_maker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_service(NEW.user_id) THEN
    IF NEW.made_by <> NEW.user_id THEN
      RAISE EXCEPTION 'api key of %: nobody makes one for another person', NEW.user_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT coalesce(is_active_admin(NEW.made_by), false) AND NOT (NEW.made_by IS NULL AND coalesce(current_setting('payledger.local_command', true), '') <> '') THEN
    RAISE EXCEPTION 'api key of service %: an administrator makes it', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT NEW.permissions <@ ARRAY['runs:read', 'runs:prepare', 'findings:read', 'payouts:read', 'search:read', 'finance:read', 'operations:read'] THEN
    RAISE EXCEPTION 'api key of service %: a service decides nothing', NEW.user_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER api_key_maker BEFORE INSERT ON api_key FOR EACH ROW EXECUTE FUNCTION api_key_maker();

CREATE OR REPLACE FUNCTION api_key_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.user_id, NEW.secret_hash, NEW.permissions, NEW.companies, NEW.expires_at, NEW.made_by)
     IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.secret_hash, OLD.permissions, OLD.companies, OLD.expires_at, OLD.made_by)
     OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'api key %: it is revoked and another one made, never changed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Who prepares a run by a service's key is whoever holds it, and whoever made one has held it: also of a key that has ended, for its end could be dated back.
CREATE VIEW run_hand AS
  SELECT run_id, user_id, act, at FROM run_editor
  UNION ALL
  SELECT editor.run_id, key.made_by, 'made-key', min(editor.at) FROM run_editor editor JOIN api_key key ON key.user_id = editor.user_id
  WHERE key.made_by <> key.user_id GROUP BY editor.run_id, key.made_by;

CREATE FUNCTION payroll_run_by_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_service(NEW.approved_by) THEN
    RAISE EXCEPTION 'payroll run %: a service approves nothing', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM api_key k WHERE k.made_by = NEW.approved_by AND k.user_id <> k.made_by AND (k.user_id IN (NEW.prepared_by, NEW.submitted_by)
      OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = NEW.id AND e.user_id = k.user_id))) THEN
    RAISE EXCEPTION 'payroll run %: its approver made a key of the service that prepared it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- At the approval alone: a key that is made later changes nothing about it.
CREATE TRIGGER payroll_run_by_people BEFORE UPDATE ON payroll_run FOR EACH ROW
  WHEN (NEW.approved_by IS NOT NULL AND (NEW.approved_by IS DISTINCT FROM OLD.approved_by OR (NEW.status = 'approved' AND OLD.status <> 'approved')))
  EXECUTE FUNCTION payroll_run_by_people();

-- Whatever takes two people, or a person's word, takes people: the columns that name them are the arguments.
CREATE FUNCTION decided_by_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM app_user WHERE kind = 'service' AND id IN (SELECT to_jsonb(NEW) ->> named FROM unnest(TG_ARGV) named)) THEN
    RAISE EXCEPTION '%: a service decides nothing', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_finding_by_people BEFORE INSERT OR UPDATE OF proposed_by, confirmed_by ON bank_finding FOR EACH ROW
  WHEN (NEW.proposed_by IS NOT NULL OR NEW.confirmed_by IS NOT NULL) EXECUTE FUNCTION decided_by_people('proposed_by', 'confirmed_by');
CREATE TRIGGER bank_file_proposal_by_people BEFORE INSERT OR UPDATE OF proposed_by, decided_by ON bank_file_proposal FOR EACH ROW
  EXECUTE FUNCTION decided_by_people('proposed_by', 'decided_by');
CREATE TRIGGER bank_message_by_people BEFORE INSERT OR UPDATE OF denied_by, denial_confirmed_by, later_by, later_confirmed_by ON bank_message FOR EACH ROW
  WHEN (NEW.denied_by IS NOT NULL OR NEW.denial_confirmed_by IS NOT NULL OR NEW.later_by IS NOT NULL OR NEW.later_confirmed_by IS NOT NULL)
  EXECUTE FUNCTION decided_by_people('denied_by', 'denial_confirmed_by', 'later_by', 'later_confirmed_by');
CREATE TRIGGER payout_outcome_by_people BEFORE INSERT OR UPDATE OF proposed_by, confirmed_by ON payout_outcome FOR EACH ROW
  EXECUTE FUNCTION decided_by_people('proposed_by', 'confirmed_by');

-- A service of a role that prepares is let in by two, as a person is. What is proposed of a new one is named by its name.
ALTER TABLE set_up_change DROP CONSTRAINT set_up_change_kind_check;
ALTER TABLE set_up_change ADD CONSTRAINT set_up_change_kind_check CHECK (kind IN ('account-open', 'account-close', 'account-home', 'company-bank',
  'company-reopening', 'approval-limit', 'bank-profile', 'invitation', 'service', 'access', 'reactivation', 'reset')) NOT VALID;

CREATE OR REPLACE FUNCTION app_user_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'admin' = ANY(NEW.roles) AND NEW.activated_at IS NOT NULL THEN
    NEW.admin_since := coalesce(NEW.admin_since, now());
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF is_trusted(NEW.roles) AND NOT one_admin_is_enough()
       AND NOT (CASE NEW.kind WHEN 'service' THEN by_two_admins(ARRAY['service'], NEW.name, jsonb_build_object('roles', to_jsonb(NEW.roles), 'name', NEW.name))
         ELSE by_two_admins(ARRAY['invitation'], NEW.email, jsonb_build_object('roles', to_jsonb(NEW.roles), 'name', NEW.name)) END) THEN
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

CREATE OR REPLACE FUNCTION user_company_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person app_user;
BEGIN
  SELECT * INTO person FROM app_user WHERE id = coalesce(NEW.user_id, OLD.user_id);
  IF is_trusted(person.roles) AND NOT one_admin_is_enough() AND NOT by_two_admins(ARRAY['access'], person.id, '{}')
     AND NOT by_two_admins(ARRAY['invitation'], person.email, '{}')
     AND NOT (person.kind = 'service' AND by_two_admins(ARRAY['service'], person.name, '{}')) THEN
    RAISE EXCEPTION 'person %: two administrators change for which companies they work', person.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;

GRANT SELECT ON run_hand TO payledger_app;
COMMENT ON COLUMN app_user.kind IS 'A service is a program of nobody: it cannot sign in, and decides nothing.';
COMMENT ON COLUMN app_user.email IS 'By which a person signs in; of a service "service:" and its id, which is no address.';
COMMENT ON COLUMN api_key.made_by IS 'Of a service: the administrator who made it and so could act through it; null: made on the machine itself, or of a person by themselves.';
COMMENT ON VIEW run_hand IS 'Everyone who had a hand in a run, also through a service whose key they made.';

-- migrate:down
DROP VIEW run_hand;
DROP TRIGGER payout_outcome_by_people ON payout_outcome;
DROP TRIGGER bank_message_by_people ON bank_message;
DROP TRIGGER bank_file_proposal_by_people ON bank_file_proposal;
DROP TRIGGER bank_finding_by_people ON bank_finding;
DROP TRIGGER payroll_run_by_people ON payroll_run;
DROP TRIGGER api_key_maker ON api_key;
DROP TRIGGER sign_in_link_of_people ON sign_in_link;
DROP TRIGGER app_two_factor_of_people ON app_two_factor;
DROP TRIGGER app_account_of_people ON app_account;
DROP TRIGGER app_session_of_people ON app_session;
DROP TRIGGER app_user_kind_stays ON app_user;
DROP FUNCTION decided_by_people, payroll_run_by_people, api_key_maker, of_people, app_user_kind_stays, is_service;
CREATE OR REPLACE FUNCTION app_user_rules() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION user_company_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person app_user;
BEGIN
  SELECT * INTO person FROM app_user WHERE id = coalesce(NEW.user_id, OLD.user_id);
  IF is_trusted(person.roles) AND NOT one_admin_is_enough() AND NOT by_two_admins(ARRAY['access'], person.id, '{}')
     AND NOT by_two_admins(ARRAY['invitation'], person.email, '{}') THEN
    RAISE EXCEPTION 'person %: two administrators change for which companies they work', person.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE FUNCTION api_key_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.user_id, NEW.secret_hash, NEW.permissions, NEW.companies, NEW.expires_at)
     IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.secret_hash, OLD.permissions, OLD.companies, OLD.expires_at)
     OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'api key %: it is revoked and another one made, never changed', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER TABLE set_up_change DROP CONSTRAINT set_up_change_kind_check;
ALTER TABLE set_up_change ADD CONSTRAINT set_up_change_kind_check CHECK (kind IN ('account-open', 'account-close', 'account-home', 'company-bank',
  'company-reopening', 'approval-limit', 'bank-profile', 'invitation', 'access', 'reactivation', 'reset')) NOT VALID;
ALTER TABLE api_key DROP COLUMN made_by;
ALTER TABLE app_user DROP COLUMN kind;
