-- migrate:up

-- A rejection as a duplicate fails nobody until two people say that the payments really were refused; or they dismiss it.
ALTER TABLE bank_claim ADD COLUMN upheld boolean NOT NULL DEFAULT false;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_upheld CHECK (NOT upheld OR kind = 'rejection');
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_resolution_check;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_resolution_check
  CHECK (resolution IN ('matched', 'written-off', 'returned-to-bank', 'explained', 'applied', 'discarded', 'refused', 'dismissed'));
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_second_person;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_second_person CHECK (state <> 'resolved' OR resolution = 'explained' OR confirmed_by IS NOT NULL
  OR (amount_minor IS NULL AND resolution NOT IN ('matched', 'applied', 'discarded', 'refused', 'dismissed')));

CREATE FUNCTION bank_claim_upheld_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.upheld AND (TG_OP = 'INSERT' OR NOT EXISTS (
      SELECT FROM bank_finding f WHERE f.claim_key = NEW.key AND f.state = 'resolved' AND f.resolution = 'refused' AND f.confirmed_by IS NOT NULL)) THEN
    RAISE EXCEPTION 'a rejection as a duplicate is upheld by two people, or not at all' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bank_claim_upheld_by_two BEFORE INSERT OR UPDATE OF upheld ON bank_claim FOR EACH ROW WHEN (NEW.upheld) EXECUTE FUNCTION bank_claim_upheld_by_two();

-- migrate:down
DROP TRIGGER bank_claim_upheld_by_two ON bank_claim;
DROP FUNCTION bank_claim_upheld_by_two;
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_second_person;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_second_person CHECK (state <> 'resolved' OR resolution = 'explained' OR confirmed_by IS NOT NULL
  OR (amount_minor IS NULL AND resolution NOT IN ('matched', 'applied', 'discarded')));
ALTER TABLE bank_finding DROP CONSTRAINT bank_finding_resolution_check;
ALTER TABLE bank_finding ADD CONSTRAINT bank_finding_resolution_check
  CHECK (resolution IN ('matched', 'written-off', 'returned-to-bank', 'explained', 'applied', 'discarded'));
ALTER TABLE bank_claim DROP COLUMN upheld;
