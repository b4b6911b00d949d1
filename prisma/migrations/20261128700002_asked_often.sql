-- migrate:up

-- What pages and polls ask, over and over, of tables that grow with every payroll. None is on payout: an index that looks at a payout's status would
-- make each of its changes a change of every index on it (twice the journal's volume, and a tenth to a quarter of the time of a run's approval).

-- Which payments of a file failed or came back, for the inbox; and which the bank has not answered, by block.
CREATE INDEX settlement_instruction_stopped ON settlement_instruction (bank_message_id) WHERE status IN ('failed', 'returned');
CREATE INDEX settlement_instruction_sent ON settlement_instruction (block_id) WHERE status = 'sent';
-- What was released from a hold may have to go to the bank in a file of its own.
CREATE INDEX outbox_hold_released ON outbox (occurred_at) WHERE type = 'payout.hold-released';
CREATE INDEX payroll_run_newest ON payroll_run (status_since, id);
CREATE INDEX payroll_run_of_company ON payroll_run (company_id, status);
CREATE INDEX bank_message_unfinished ON bank_message (created_at) WHERE direction = 'out' AND status IN ('prepared', 'handing-over', 'in-doubt');
CREATE INDEX bank_message_received ON bank_message (created_at, id) WHERE direction = 'in';
CREATE INDEX bank_message_effect_run ON bank_message_effect (run_id);
CREATE INDEX bank_finding_resolved ON bank_finding (resolved_at, id) WHERE state = 'resolved';
CREATE INDEX bank_finding_of_company ON bank_finding (company_id, state);

-- migrate:down
DROP INDEX bank_finding_of_company, bank_finding_resolved, bank_message_effect_run, bank_message_received, bank_message_unfinished, payroll_run_of_company,
  payroll_run_newest, outbox_hold_released, settlement_instruction_sent, settlement_instruction_stopped;
