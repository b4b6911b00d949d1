-- migrate:up

-- Few payouts fail, come back or are cancelled: whoever asks who is paid leaves these out without reading the others.
CREATE INDEX payout_not_paid ON payout (run_id, line_number) WHERE status IN ('failed', 'returned', 'cancelled');

-- migrate:down
DROP INDEX payout_not_paid;
