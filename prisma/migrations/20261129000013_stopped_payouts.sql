-- migrate:up

-- Payouts on hold as well: which of a run are stopped is a choice on its page, and was a look at each of its payouts for the few that are held.
CREATE INDEX payout_stopped ON payout (run_id, line_number) WHERE status IN ('held', 'failed', 'returned', 'cancelled');
DROP INDEX payout_not_paid;

-- migrate:down
CREATE INDEX payout_not_paid ON payout (run_id, line_number) WHERE status IN ('failed', 'returned', 'cancelled');
DROP INDEX payout_stopped;
