/** Changes payouts and journals the change in one statement: a payout cannot move without its event. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { eventOpening, type Fact } from './fact'

type PayoutFact = Fact & { type: `payout.${string}`; changed: string[] }

/**
 * Runs `change`, an INSERT or UPDATE on payout that ends in `RETURNING payout.*`, and appends one event of the payout's new version per row.
 * The event's JSON is written here, once, for ever; the relay sends these very bytes.
 * @returns how many payouts changed.
 */
export function changePayouts(tx: Transaction, change: Prisma.Sql, fact: PayoutFact): Promise<number> {
  const { before, after } = envelopeOf(fact)
  return tx.$executeRaw`
    WITH moved AS (${change}), state AS MATERIALIZED (SELECT ${PAYOUT_V1}
      FROM moved payout
      JOIN payroll_run run ON run.id = payout.run_id
      JOIN company ON company.id = run.company_id
      LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
    ), numbered AS MATERIALIZED (
      SELECT uuidv7() AS event_id, state, ${BANK_V1} || ${BOOKING_V1} AS booking
      FROM state LEFT JOIN settlement_instruction instruction ON instruction.payout_id = state.id AND instruction.attempt = state.attempt
        JOIN company ON company.id = state."companyId" JOIN bank_profile profile ON profile.id = company.bank_profile_id
        ORDER BY "runId", "lineNumber")
    INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at)
    SELECT (SELECT era FROM relay_leader), event_id, 'payout', (state).id, (state).version, ${fact.type},
      concat(${before}::text, event_id, '","subject":"', (state).id, '","sequence":"', (state).version, '","data":{"payout":', left(to_json(state)::text, -1), booking, ${after}::text),
      ${fact.actor.id}, ${fact.reason}, ${fact.requestId}, ${fact.occurredAt.toISOString()}::timestamptz
    FROM numbered`
}

/** What is the same in all events of one change, as the text before the event's id and the text after the payout's state. */
function envelopeOf({ type, changed, actor, reason, occurredAt }: PayoutFact): { before: string; after: string } {
  const fields = {
    source: 'urn:payledger:payroll',
    type,
    time: occurredAt.toISOString(),
    dataschema: 'urn:payledger:payout:1',
  }
  const data = { changed, actor, reason }
  return { before: `${eventOpening()}${JSON.stringify(fields).slice(1, -1)},"id":"`, after: `,${JSON.stringify(data).slice(1)}}` }
}

/**
 * The full public state, as events/payout-v1.ts describes it: a column's name is the field's. A row as JSON takes half the time of
 * json_build_object, which looks the type of each of its arguments up again for each row.
 */
const PAYOUT_V1 = Prisma.sql`
  payout.id, payout.run_id AS "runId", run.reference AS "runReference", company.id AS "companyId", company.code AS "companyCode", company.name AS "companyName",
  company.country AS "companyCountry", run.period, run.pay_date AS "payDate", payout.line_number AS "lineNumber", payout.employee_number AS "employeeNumber",
  payout.beneficiary_name AS "beneficiaryName", payout.beneficiary_country AS "beneficiaryCountry", payout.account_last4 AS "accountLast4",
  payout.account_hash AS "accountHash", payout.amount_minor::text AS "amountMinor", payout.currency, payout.rail,
  company.country || '-' || payout.beneficiary_country AS corridor,
  payout.status, payout.version, payout.attempt, instruction.end_to_end_id AS "endToEndId", instruction.bank_reference AS "bankReference",
  instruction.fee_minor::text AS "feeMinor",
  instruction.reason_code AS "reasonCode", iso_utc(payout.submitted_at) AS "submittedAt", iso_utc(payout.approved_at) AS "approvedAt",
  iso_utc(payout.sent_at) AS "sentAt",
  iso_utc(payout.settled_at) AS "settledAt", iso_utc(payout.failed_at) AS "failedAt", iso_utc(payout.status_since) AS "statusSince"`

/** The bank that a payout was sent to; nothing before, so that no earlier event is longer by it. */
const BANK_V1 = Prisma.raw(`CASE WHEN state."sentAt" IS NULL THEN '' ELSE ',"bank":' || to_json(profile.name)::text END`)

const chargesOf = (column: string, what: string, day: string): string => `
  SELECT json_build_object('amountMinor', minor, 'currency', currency, 'for', '${what}', 'bookedOn', ${day}) AS charge
  FROM jsonb_each_text(${column}) charge(currency, minor)`

/** A day in the time zone of the company's bank. */
const dayOf = (time: string): string => `(state."${time}"::timestamptz AT TIME ZONE
  (SELECT profile.time_zone FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id WHERE company.id = state."companyId"))::date`
const NO_DAY = {
  booked: 'state."settledAt" IS NOT NULL AND instruction.booked_on IS NULL',
  cameBack: `state.status = 'returned' AND instruction.returned_on IS NULL`,
}

/** The optional fields of version 1 and the state's end. Only where the bank has told them, so that no event before the booking is longer by them. */
const BOOKING_V1 = Prisma.raw(`
  CASE WHEN num_nonnulls(instruction.booked_on, instruction.value_date, instruction.returned_on, instruction.account_amount_minor, instruction.charges,
    instruction.return_charges) = 0
      AND NOT (${NO_DAY.booked}) THEN '}'
  ELSE ',' || substr(json_strip_nulls(json_build_object('bookedOn', instruction.booked_on, 'valueDate', instruction.value_date,
    'returnedOn', instruction.returned_on,
    'settledOn', CASE WHEN ${NO_DAY.booked} THEN ${dayOf('settledAt')} END, 'cameBackOn', CASE WHEN ${NO_DAY.cameBack} THEN ${dayOf('statusSince')} END,
    'accountAmount', CASE WHEN instruction.account_amount_minor IS NOT NULL THEN
      json_build_object('amountMinor', instruction.account_amount_minor::text, 'currency', instruction.account_currency,
        'exchangeRate', instruction.exchange_rate) END,
    'charges', (SELECT json_agg(charge) FROM (
      ${chargesOf('instruction.charges', 'payment', 'instruction.booked_on')}
        UNION ALL ${chargesOf('instruction.return_charges', 'return', 'instruction.returned_on')}) all_charges)))::text, 2)
  END`)
