-- Payouts whose newest event is of version 1 (events/payout-v1.ts). A version 2 gets a file of its own with the same columns, and a line in payout_facts.sql.
CREATE TEMP VIEW payout_v1 AS
SELECT payout_id AS id, payout_version AS version, status, run_id, run_reference, company_id, company_code, company_name, company_country, period, pay_date,
  line_number, employee_number, beneficiary_name, beneficiary_country, account_last4, account_hash, amount_minor, currency, rail, corridor, attempt,
  end_to_end_id, bank_reference, fee_minor, reason_code, submitted_at, approved_at, sent_at, settled_at, failed_at, status_since, position,
  booked_on, value_date, returned_on, settled_on, came_back_on, bank, account_amount_minor, account_currency, exchange_rate, charges
FROM newest_events
WHERE kind = 'payout' AND dataschema = 'urn:payledger:payout:1';
