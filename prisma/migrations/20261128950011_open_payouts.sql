-- migrate:up

-- Payouts that failed or came back and have no confirmed outcome: what the inbox counts with every page. It is kept by the ledger itself, because what
-- ever failed only grows, and finding what is open among it was a look at each payout.
CREATE TABLE open_payout (
  payout_id uuid PRIMARY KEY REFERENCES payout,
  run_id uuid NOT NULL REFERENCES payroll_run
);
CREATE INDEX open_payout_of_run ON open_payout (run_id);

-- With the owner's rights: the app itself writes none.
CREATE FUNCTION keep_open_payout() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'payout_outcome' THEN
    IF NEW.confirmed_by IS NOT NULL THEN
      DELETE FROM open_payout WHERE payout_id = NEW.payout_id;
    ELSE
      INSERT INTO open_payout (payout_id, run_id) SELECT id, run_id FROM payout WHERE id = NEW.payout_id ON CONFLICT DO NOTHING;
    END IF;
  ELSIF NEW.status IN ('failed', 'returned') THEN
    INSERT INTO open_payout (payout_id, run_id) VALUES (NEW.id, NEW.run_id) ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM open_payout WHERE payout_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
-- An outcome is about one version of the payout: whatever changes it opens it again.
CREATE TRIGGER payout_kept_open AFTER UPDATE ON payout FOR EACH ROW
  WHEN (NEW.status IN ('failed', 'returned') OR OLD.status IN ('failed', 'returned')) EXECUTE FUNCTION keep_open_payout();
-- An outcome is only ever proposed and confirmed for the newest version (payout_outcome_rules).
CREATE TRIGGER payout_outcome_closes AFTER UPDATE ON payout_outcome FOR EACH ROW EXECUTE FUNCTION keep_open_payout();

INSERT INTO open_payout (payout_id, run_id)
SELECT p.id, p.run_id FROM payout p WHERE p.status IN ('failed', 'returned')
  AND NOT EXISTS (SELECT FROM payout_outcome o WHERE o.payout_id = p.id AND o.payout_version = p.version AND o.confirmed_by IS NOT NULL);

GRANT SELECT ON open_payout TO payledger_app;

-- migrate:down
DROP TABLE open_payout;
DROP TRIGGER payout_kept_open ON payout;
DROP TRIGGER payout_outcome_closes ON payout_outcome;
DROP FUNCTION keep_open_payout;
