-- migrate:up

-- An approved run can be recalled until it is released: it becomes a draft again, without its approval, and its payouts are withdrawn.
CREATE OR REPLACE FUNCTION payroll_run_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a payroll run is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'a payroll run begins as a draft of version 1' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'payroll run %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'approved'), ('approved', 'paying'), ('approved', 'draft'), ('paying', 'settled'),
    ('draft', 'cancelled'), ('submitted', 'cancelled')) THEN
    RAISE EXCEPTION 'payroll run %: % does not become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.company_id, NEW.period, NEW.reference, NEW.lines, NEW.totals, NEW.prepared_by, NEW.source_hash)
     IS DISTINCT FROM (OLD.company_id, OLD.period, OLD.reference, OLD.lines, OLD.totals, OLD.prepared_by, OLD.source_hash) THEN
    RAISE EXCEPTION 'payroll run %: what it is for does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'draft' AND NEW.status NOT IN ('draft', 'cancelled') AND NEW.seal IS DISTINCT FROM OLD.seal THEN
    RAISE EXCEPTION 'payroll run %: the seal does not change after submission', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  -- Recalled: nothing of it may be in a bank's file, and its approval is gone.
  IF OLD.status = 'approved' AND NEW.status = 'draft' THEN
    IF NEW.approved_by IS NOT NULL OR NEW.release_at IS NOT NULL OR EXISTS (SELECT FROM bank_message m WHERE m.run_id = NEW.id AND m.direction = 'out') THEN
      RAISE EXCEPTION 'payroll run %: it is on its way to the bank, or still approved', OLD.id USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by THEN
    RAISE EXCEPTION 'payroll run %: the approver does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.approved_by IS NOT NULL AND (NEW.approved_by IN (NEW.prepared_by, NEW.submitted_by)
      OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = NEW.id AND e.user_id = NEW.approved_by)) THEN
    RAISE EXCEPTION 'payroll run %: its approver prepared, edited or submitted it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION payout_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a payout is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'submitted' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'a payout begins submitted, with version 1' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'payout %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('submitted', 'approved'), ('submitted', 'withdrawn'), ('submitted', 'held'), ('submitted', 'cancelled'),
    ('approved', 'sent'), ('approved', 'held'), ('approved', 'withdrawn'), ('sent', 'settled'), ('sent', 'failed'), ('settled', 'returned'),
    -- No order of a bank's files ends elsewhere: what it has booked by name is settled although it had rejected it, and what it rejects by name
    -- has failed although the batch it stood in was booked as one line. Each is a finding as well.
    ('settled', 'failed'), ('failed', 'settled'),
    ('held', 'submitted'), ('held', 'approved'), ('held', 'withdrawn'), ('held', 'cancelled'),
    ('withdrawn', 'submitted'), ('withdrawn', 'cancelled')) THEN
    RAISE EXCEPTION 'payout %: % does not become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'held' AND NEW.status IN ('submitted', 'approved') AND NEW.status <> OLD.held_from THEN
    RAISE EXCEPTION 'payout %: it was held when %, and returns there', OLD.id, OLD.held_from USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'approved' AND NEW.status IN ('held', 'withdrawn') AND EXISTS (
      SELECT FROM settlement_instruction i WHERE i.payout_id = NEW.id AND i.attempt = NEW.attempt) THEN
    RAISE EXCEPTION 'payout %: it is in a bank file already', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.run_id, NEW.line_number, NEW.beneficiary_name, NEW.account, NEW.account_hash, NEW.bic, NEW.currency, NEW.amount_minor, NEW.rail)
     IS DISTINCT FROM (OLD.run_id, OLD.line_number, OLD.beneficiary_name, OLD.account, OLD.account_hash, OLD.bic, OLD.currency, OLD.amount_minor, OLD.rail) THEN
    RAISE EXCEPTION 'payout %: who is paid, what and where is frozen at submission', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- migrate:down
CREATE OR REPLACE FUNCTION payroll_run_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a payroll run is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'a payroll run begins as a draft of version 1' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'payroll run %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'approved'), ('approved', 'paying'), ('paying', 'settled'),
    ('draft', 'cancelled'), ('submitted', 'cancelled')) THEN
    RAISE EXCEPTION 'payroll run %: % does not become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.company_id, NEW.period, NEW.reference, NEW.lines, NEW.totals, NEW.prepared_by, NEW.source_hash)
     IS DISTINCT FROM (OLD.company_id, OLD.period, OLD.reference, OLD.lines, OLD.totals, OLD.prepared_by, OLD.source_hash) THEN
    RAISE EXCEPTION 'payroll run %: what it is for does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status <> 'draft' AND NEW.status NOT IN ('draft', 'cancelled') AND NEW.seal IS DISTINCT FROM OLD.seal THEN
    RAISE EXCEPTION 'payroll run %: the seal does not change after submission', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by THEN
    RAISE EXCEPTION 'payroll run %: the approver does not change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.approved_by IS NOT NULL AND (NEW.approved_by IN (NEW.prepared_by, NEW.submitted_by)
      OR EXISTS (SELECT FROM run_editor e WHERE e.run_id = NEW.id AND e.user_id = NEW.approved_by)) THEN
    RAISE EXCEPTION 'payroll run %: its approver prepared, edited or submitted it', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION payout_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a payout is never deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'submitted' OR NEW.version <> 1 THEN
      RAISE EXCEPTION 'a payout begins submitted, with version 1' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'payout %: version must move from % to %, not %', OLD.id, OLD.version, OLD.version + 1, NEW.version USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('submitted', 'approved'), ('submitted', 'withdrawn'), ('submitted', 'held'), ('submitted', 'cancelled'),
    ('approved', 'sent'), ('approved', 'held'), ('sent', 'settled'), ('sent', 'failed'), ('settled', 'returned'),
    -- No order of a bank's files ends elsewhere: what it has booked by name is settled although it had rejected it, and what it rejects by name
    -- has failed although the batch it stood in was booked as one line. Each is a finding as well.
    ('settled', 'failed'), ('failed', 'settled'),
    ('held', 'submitted'), ('held', 'approved'), ('held', 'withdrawn'), ('held', 'cancelled'),
    ('withdrawn', 'submitted'), ('withdrawn', 'cancelled')) THEN
    RAISE EXCEPTION 'payout %: % does not become %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'held' AND NEW.status IN ('submitted', 'approved') AND NEW.status <> OLD.held_from THEN
    RAISE EXCEPTION 'payout %: it was held when %, and returns there', OLD.id, OLD.held_from USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'approved' AND NEW.status = 'held' AND EXISTS (
      SELECT FROM settlement_instruction i WHERE i.payout_id = NEW.id AND i.attempt = NEW.attempt) THEN
    RAISE EXCEPTION 'payout %: it is in a bank file already', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.run_id, NEW.line_number, NEW.beneficiary_name, NEW.account, NEW.account_hash, NEW.bic, NEW.currency, NEW.amount_minor, NEW.rail)
     IS DISTINCT FROM (OLD.run_id, OLD.line_number, OLD.beneficiary_name, OLD.account, OLD.account_hash, OLD.bic, OLD.currency, OLD.amount_minor, OLD.rail) THEN
    RAISE EXCEPTION 'payout %: who is paid, what and where is frozen at submission', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
