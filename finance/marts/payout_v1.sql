-- Payouts whose newest event is of version 1 (events/payout-v1.ts): the corridor as a string; the bank's days and charges are missing from old events,
-- whose one fee is in the payout's currency.
-- Read once, and not strictly, for strictly nothing may be missing: what must be there is checked before marts are published (check-marts.ts). Days, times
-- and amounts are taken as texts and cast, and what is made of parts is read again: of what is there and malformed the build fails, and names the event.
-- Nothing else in finance knows that. A version 2 gets a file of its own with the same columns, and a line in payout_facts.sql.
CREATE TEMP TABLE payout_v1 AS
WITH states AS (
  SELECT DISTINCT ON (newest.position) newest.position, json_transform(landed.event -> '$.data.payout', '{
    "id": "VARCHAR", "version": "INTEGER", "status": "VARCHAR", "runId": "VARCHAR", "runReference": "VARCHAR",
    "companyId": "VARCHAR", "companyCode": "VARCHAR", "companyName": "VARCHAR", "companyCountry": "VARCHAR", "period": "VARCHAR", "payDate": "VARCHAR",
    "lineNumber": "INTEGER", "employeeNumber": "VARCHAR", "beneficiaryName": "VARCHAR", "beneficiaryCountry": "VARCHAR",
    "accountLast4": "VARCHAR", "accountHash": "VARCHAR", "amountMinor": "VARCHAR", "currency": "VARCHAR", "rail": "VARCHAR", "corridor": "VARCHAR",
    "attempt": "INTEGER", "endToEndId": "VARCHAR", "bankReference": "VARCHAR", "feeMinor": "VARCHAR", "reasonCode": "VARCHAR",
    "submittedAt": "VARCHAR", "approvedAt": "VARCHAR", "sentAt": "VARCHAR", "settledAt": "VARCHAR", "failedAt": "VARCHAR",
    "statusSince": "VARCHAR", "bookedOn": "VARCHAR", "valueDate": "VARCHAR", "returnedOn": "VARCHAR", "settledOn": "VARCHAR", "cameBackOn": "VARCHAR",
    "accountAmount": "JSON", "charges": "JSON"}') AS payout
  FROM newest JOIN landed USING (position)
  WHERE newest.kind = 'payout' AND landed.dataschema = 'urn:payledger:payout:1'
), parts AS (
  SELECT position, payout, json_transform_strict(payout.accountAmount, '{"amountMinor": "VARCHAR", "currency": "VARCHAR"}') AS account_amount,
    json_transform_strict(payout.charges, '[{"for": "VARCHAR", "amountMinor": "VARCHAR", "currency": "VARCHAR"}]') AS charges,
    json_transform(payout.charges, '[{"bookedOn": "VARCHAR"}]') AS charge_days
  FROM states
)
SELECT
  payout.id AS id, payout.version AS version, payout.status AS status, payout.runId AS run_id, payout.runReference AS run_reference,
  payout.companyId AS company_id, payout.companyCode AS company_code, payout.companyName AS company_name, payout.companyCountry AS company_country,
  payout.period AS period, payout.payDate::DATE AS pay_date, payout.lineNumber AS line_number, payout.employeeNumber AS employee_number,
  payout.beneficiaryName AS beneficiary_name, payout.beneficiaryCountry AS beneficiary_country,
  payout.accountLast4 AS account_last4, payout.accountHash AS account_hash, payout.amountMinor::BIGINT AS amount_minor, payout.currency AS currency,
  payout.rail AS rail, payout.corridor AS corridor, payout.attempt AS attempt, payout.endToEndId AS end_to_end_id,
  payout.bankReference AS bank_reference, payout.feeMinor::BIGINT AS fee_minor, payout.reasonCode AS reason_code,
  payout.submittedAt::TIMESTAMP AS submitted_at, payout.approvedAt::TIMESTAMP AS approved_at, payout.sentAt::TIMESTAMP AS sent_at,
  payout.settledAt::TIMESTAMP AS settled_at, payout.failedAt::TIMESTAMP AS failed_at, payout.statusSince::TIMESTAMP AS status_since, position,
  payout.bookedOn::DATE AS booked_on, payout.valueDate::DATE AS value_date, payout.returnedOn::DATE AS returned_on,
  payout.settledOn::DATE AS settled_on, payout.cameBackOn::DATE AS came_back_on,
  account_amount.amountMinor::BIGINT AS account_amount_minor, account_amount.currency AS account_currency,
  payout.accountAmount ->> '$.exchangeRate' AS exchange_rate,
  list_transform(charges, lambda charge, n: {'for': charge['for'], 'amount_minor': charge.amountMinor::BIGINT, 'currency': charge.currency,
    'booked_on': charge_days[n].bookedOn::DATE}) AS charges
FROM parts;
