-- migrate:up

-- Everyone who had a hand in a payroll file, from the upload to the draft: by what act, and when first. The journal has every repetition.
CREATE TABLE import_hand (
  import_id uuid NOT NULL REFERENCES payroll_import,
  user_id text NOT NULL,
  act text NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (import_id, user_id, act)
);

-- The same of a run: the file's hands, and who did something to the draft.
ALTER TABLE run_editor DROP CONSTRAINT run_editor_pkey;
ALTER TABLE run_editor ADD COLUMN act text NOT NULL DEFAULT 'edited', ADD COLUMN at timestamptz(3) NOT NULL DEFAULT now();
ALTER TABLE run_editor ADD PRIMARY KEY (run_id, user_id, act);
ALTER TABLE run_editor ALTER COLUMN act DROP DEFAULT, ALTER COLUMN at DROP DEFAULT;

-- What is known of the runs and files that are there. One whose uploader has approved it stays as it is: it could never be settled any more.
INSERT INTO import_hand (import_id, user_id, act, at) SELECT id, created_by, 'uploaded', created_at FROM payroll_import;
ALTER TABLE run_editor DISABLE TRIGGER run_editor_rules;
INSERT INTO run_editor (run_id, user_id, act, at)
  SELECT r.id, i.created_by, 'uploaded', i.created_at FROM payroll_import i JOIN payroll_run r ON r.id = i.run_id
  WHERE r.approved_by IS DISTINCT FROM i.created_by
  UNION ALL SELECT id, prepared_by, 'drafted', prepared_at FROM payroll_run
  UNION ALL SELECT id, submitted_by, 'submitted', coalesce(submitted_at, status_since) FROM payroll_run WHERE submitted_by IS NOT NULL;
ALTER TABLE run_editor ENABLE TRIGGER run_editor_rules;

-- A hand is never unsaid, and none is added to a file that is a run's already: it would not be in the run.
CREATE FUNCTION import_hand_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'who had a hand in a payroll file is never unsaid' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM payroll_import WHERE id = NEW.import_id FOR SHARE;
  IF EXISTS (SELECT FROM payroll_import WHERE id = NEW.import_id AND state = 'imported') THEN
    RAISE EXCEPTION 'a payroll file that is a run is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER import_hand_rules BEFORE INSERT OR UPDATE OR DELETE ON import_hand FOR EACH ROW EXECUTE FUNCTION import_hand_rules();

-- A file becomes a run with every hand in it, whoever writes the run.
CREATE FUNCTION import_hands_are_carried() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM import_hand h WHERE h.import_id = NEW.id)
     OR EXISTS (SELECT h.user_id, h.act FROM import_hand h WHERE h.import_id = NEW.id
                EXCEPT SELECT e.user_id, e.act FROM run_editor e WHERE e.run_id = NEW.run_id) THEN
    RAISE EXCEPTION 'payroll file %: its run does not name everyone who had a hand in it', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER import_hands_are_carried BEFORE INSERT OR UPDATE ON payroll_import FOR EACH ROW WHEN (NEW.run_id IS NOT NULL)
  EXECUTE FUNCTION import_hands_are_carried();

GRANT SELECT, INSERT ON import_hand TO payledger_app;

-- migrate:down
DROP TRIGGER import_hands_are_carried ON payroll_import;
DROP FUNCTION import_hands_are_carried;
DROP TABLE import_hand;
DROP FUNCTION import_hand_rules;
ALTER TABLE run_editor DISABLE TRIGGER run_editor_rules;
DELETE FROM run_editor e USING run_editor f WHERE e.run_id = f.run_id AND e.user_id = f.user_id AND e.act > f.act;
DELETE FROM run_editor WHERE act IN ('drafted', 'submitted');
ALTER TABLE run_editor ENABLE TRIGGER run_editor_rules;
ALTER TABLE run_editor DROP CONSTRAINT run_editor_pkey, DROP COLUMN act, DROP COLUMN at;
ALTER TABLE run_editor ADD PRIMARY KEY (run_id, user_id);
