-- migrate:up

-- Who can come in as whom is access: that a person is linked to an account at an OpenID Connect provider, or unlinked, is journalled as other changes of it are.
-- Here and not in a command, because better-auth writes the row: so it commits with its event, or not at all, and raw SQL links nobody in silence.
CREATE FUNCTION app_account_is_journalled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  linked app_account := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
  act text := CASE TG_OP WHEN 'INSERT' THEN 'person-linked-provider' ELSE 'person-unlinked-provider' END;
  id uuid := uuidv7();
  about uuid := uuidv7();
  at timestamptz(3) := clock_timestamp();
BEGIN
  INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at)
  SELECT (SELECT era FROM relay_leader), id, 'audit', about, 1, 'audit.' || act,
    json_build_object('specversion', '1.0', 'id', id, 'source', 'urn:payledger:payroll', 'type', 'audit.' || act, 'time', iso_utc(at), 'subject', about,
      'dataschema', 'urn:payledger:audit:1', 'sequence', '1', 'data', json_build_object(
        'about', json_build_object('type', 'person', 'id', linked.user_id), 'act', act,
        'actor', json_build_object('kind', 'user', 'id', linked.user_id,
          'name', coalesce((SELECT name FROM app_user WHERE app_user.id = linked.user_id), linked.user_id)),
        'reason', NULL, 'detail', json_build_object('provider', linked.provider_id, 'subject', linked.account_id)))::text,
    linked.user_id, NULL, coalesce(nullif(current_setting('payledger.request', true), ''), id::text), at;
  RETURN NULL;
END $$;
CREATE TRIGGER app_account_link_is_journalled AFTER INSERT ON app_account FOR EACH ROW WHEN (NEW.provider_id <> 'credential')
  EXECUTE FUNCTION app_account_is_journalled();
CREATE TRIGGER app_account_unlink_is_journalled AFTER DELETE ON app_account FOR EACH ROW WHEN (OLD.provider_id <> 'credential')
  EXECUTE FUNCTION app_account_is_journalled();

-- Moved to another person or subject, a link would be neither.
CREATE FUNCTION app_account_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'account % of person %: it is removed and another one made, never moved', OLD.id, OLD.user_id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER app_account_stays BEFORE UPDATE ON app_account FOR EACH ROW
  WHEN ((NEW.user_id, NEW.provider_id, NEW.account_id) IS DISTINCT FROM (OLD.user_id, OLD.provider_id, OLD.account_id)) EXECUTE FUNCTION app_account_stays();

-- migrate:down
DROP TRIGGER app_account_stays ON app_account;
DROP TRIGGER app_account_unlink_is_journalled ON app_account;
DROP TRIGGER app_account_link_is_journalled ON app_account;
DROP FUNCTION app_account_stays, app_account_is_journalled;
