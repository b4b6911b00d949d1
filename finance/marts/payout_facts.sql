-- One row per payout, in no order: its newest version, and the position of the event that says so. Amounts and fees are whole minor units of `currency`.
CREATE TABLE payout_facts AS
SELECT * FROM payout_v1;
