-- What the contract (events/payout-v1.ts, events/payroll-run-v1.ts) says in an event's text, as columns: the only place in finance that knows how the text is
-- written. `texts` has the columns `dataschema` and `event`. A segment has them beside the text, where the loader wrote them; this reads them for it, reads them
-- from segments of before there were any, and again when a segment is held against its text.
-- A payout of version 1 has its corridor as a string; the bank's days and charges are missing from old events, whose one fee is in the payout's currency.
-- Read once, and not strictly, for strictly nothing may be missing: what must be there is checked before marts are published (check-marts.ts). Days, times and
-- amounts are taken as texts and cast, and what is made of parts is read again: of what is there and malformed this fails. A version 2 fills the same columns.
CREATE OR REPLACE TEMP MACRO typed_events(texts) AS TABLE
WITH told AS (
  SELECT *, json_transform(event, '{"id": "VARCHAR", "time": "VARCHAR", "data": {
    "payout": {
      "id": "VARCHAR", "version": "INTEGER", "status": "VARCHAR", "runId": "VARCHAR", "runReference": "VARCHAR",
      "companyId": "VARCHAR", "companyCode": "VARCHAR", "companyName": "VARCHAR", "companyCountry": "VARCHAR", "period": "VARCHAR", "payDate": "VARCHAR",
      "lineNumber": "INTEGER", "employeeNumber": "VARCHAR", "beneficiaryName": "VARCHAR", "beneficiaryCountry": "VARCHAR",
      "accountLast4": "VARCHAR", "accountHash": "VARCHAR", "amountMinor": "VARCHAR", "currency": "VARCHAR", "rail": "VARCHAR", "corridor": "VARCHAR",
      "attempt": "INTEGER", "endToEndId": "VARCHAR", "bankReference": "VARCHAR", "feeMinor": "VARCHAR", "reasonCode": "VARCHAR",
      "submittedAt": "VARCHAR", "approvedAt": "VARCHAR", "sentAt": "VARCHAR", "settledAt": "VARCHAR", "failedAt": "VARCHAR",
      "statusSince": "VARCHAR", "bookedOn": "VARCHAR", "valueDate": "VARCHAR", "returnedOn": "VARCHAR", "settledOn": "VARCHAR", "cameBackOn": "VARCHAR",
      "bank": "VARCHAR", "accountAmount": "JSON", "charges": "JSON"},
    "run": {"status": "VARCHAR", "totals": "JSON"},
    "changed": "JSON"}}') AS says
  FROM query_table(texts)
), versions AS (
  SELECT *, CASE WHEN dataschema = 'urn:payledger:payout:1' THEN says.data.payout END AS payout,
    CASE WHEN dataschema = 'urn:payledger:payroll-run:1' THEN says.data.run END AS run
  FROM told
), parts AS (
  SELECT *, json_transform_strict(payout.accountAmount, '{"amountMinor": "VARCHAR", "currency": "VARCHAR"}') AS account_amount,
    json_transform_strict(payout.charges, '[{"for": "VARCHAR", "amountMinor": "VARCHAR", "currency": "VARCHAR"}]') AS charge_amounts,
    json_transform(payout.charges, '[{"bookedOn": "VARCHAR"}]') AS charge_days,
    json_transform_strict(run.totals, '[{"currency": "VARCHAR", "amountMinor": "VARCHAR", "payouts": "BIGINT"}]') AS totals
  FROM versions
)
SELECT * EXCLUDE (says, payout, run, account_amount, charge_amounts, charge_days, totals),
  says.id::UUID AS event_id, says.time::TIMESTAMP AS recorded_at, json_transform_strict(says.data.changed, '["VARCHAR"]') AS changed,
  payout.id AS payout_id, payout.version AS payout_version, payout.status AS status, payout.runId AS run_id, payout.runReference AS run_reference,
  payout.companyId AS company_id, payout.companyCode AS company_code, payout.companyName AS company_name, payout.companyCountry AS company_country,
  payout.period AS period, payout.payDate::DATE AS pay_date, payout.lineNumber AS line_number, payout.employeeNumber AS employee_number,
  payout.beneficiaryName AS beneficiary_name, payout.beneficiaryCountry AS beneficiary_country,
  payout.accountLast4 AS account_last4, payout.accountHash AS account_hash, payout.amountMinor::BIGINT AS amount_minor, payout.currency AS currency,
  payout.rail AS rail, payout.corridor AS corridor, payout.attempt AS attempt, payout.endToEndId AS end_to_end_id,
  payout.bankReference AS bank_reference, payout.feeMinor::BIGINT AS fee_minor, payout.reasonCode AS reason_code,
  payout.submittedAt::TIMESTAMP AS submitted_at, payout.approvedAt::TIMESTAMP AS approved_at, payout.sentAt::TIMESTAMP AS sent_at,
  payout.settledAt::TIMESTAMP AS settled_at, payout.failedAt::TIMESTAMP AS failed_at, payout.statusSince::TIMESTAMP AS status_since,
  payout.bookedOn::DATE AS booked_on, payout.valueDate::DATE AS value_date, payout.returnedOn::DATE AS returned_on,
  payout.settledOn::DATE AS settled_on, payout.cameBackOn::DATE AS came_back_on, payout.bank AS bank,
  account_amount.amountMinor::BIGINT AS account_amount_minor, account_amount.currency AS account_currency,
  payout.accountAmount ->> '$.exchangeRate' AS exchange_rate,
  list_transform(charge_amounts, lambda charge, n: {'for': charge['for'], 'amount_minor': charge.amountMinor::BIGINT, 'currency': charge.currency,
    'booked_on': charge_days[n].bookedOn::DATE}) AS charges,
  run.status AS run_status,
  list_transform(totals, lambda total: {'currency': total.currency, 'amount_minor': total.amountMinor::DECIMAL(38, 0), 'payouts': total.payouts}) AS run_totals
FROM parts;
