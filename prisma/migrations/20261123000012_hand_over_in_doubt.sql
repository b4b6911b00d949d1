-- migrate:up

-- A hand-over that was interrupted is in doubt once nothing of it can reach the bank any more. Only then is a person asked whether it did.
ALTER TABLE bank_message DROP CONSTRAINT bank_message_check;
ALTER TABLE bank_message ADD CONSTRAINT bank_message_check CHECK (CASE direction
    WHEN 'out' THEN status IN ('prepared', 'handing-over', 'in-doubt', 'handed-over') AND run_id IS NOT NULL
    ELSE status IN ('applied', 'nothing-new', 'ignored', 'set-aside') AND sha256 IS NOT NULL END);

-- migrate:down
UPDATE bank_message SET status = 'handing-over' WHERE status = 'in-doubt';
ALTER TABLE bank_message DROP CONSTRAINT bank_message_check;
ALTER TABLE bank_message ADD CONSTRAINT bank_message_check CHECK (CASE direction
    WHEN 'out' THEN status IN ('prepared', 'handing-over', 'handed-over') AND run_id IS NOT NULL
    ELSE status IN ('applied', 'nothing-new', 'ignored', 'set-aside') AND sha256 IS NOT NULL END);
