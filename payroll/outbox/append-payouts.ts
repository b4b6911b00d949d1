/** Changes payouts and journals the change in one statement: a payout cannot move without its event. */
import { Prisma, type Transaction } from '@/prisma/connect'
import type { Fact } from './fact'

/**
 * Runs `change`, an INSERT or UPDATE on payout that ends in `RETURNING payout.*`, and appends one event of the payout's new version per row.
 * The event's JSON is written here, once, for ever; the relay sends these very bytes.
 * @returns how many payouts changed.
 */
export function changePayouts(
  tx: Transaction,
  change: Prisma.Sql,
  fact: Fact & { type: `payout.${string}`; changed: string[] },
): Promise<number> {
  const occurredAt = fact.occurredAt.toISOString()
  return tx.$executeRaw`
    WITH moved AS (${change}), state AS MATERIALIZED (
      SELECT uuidv7() AS event_id, p.*, r.reference, r.period, r.pay_date, c.id AS company_id, c.code, c.name, c.country,
             i.end_to_end_id, i.bank_reference, i.fee_minor, i.reason_code
      FROM moved p
      JOIN payroll_run r ON r.id = p.run_id
      JOIN company c ON c.id = r.company_id
      LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    )
    INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at)
    SELECT (SELECT era FROM relay_leader), event_id, 'payout', id, version, ${fact.type},
      json_build_object('specversion', '1.0', 'id', event_id, 'source', 'urn:payledger:payroll', 'type', ${fact.type}::text,
        'time', ${occurredAt}::text, 'subject', id, 'dataschema', 'urn:payledger:payout:1', 'sequence', version::text,
        'data', json_build_object('payout', ${PAYOUT_V1}, 'changed', ${JSON.stringify(fact.changed)}::json,
          'actor', ${JSON.stringify(fact.actor)}::json, 'reason', ${fact.reason}::text))::text,
      ${fact.actor.id}, ${fact.reason}, ${fact.requestId}, ${occurredAt}::timestamptz
    FROM state ORDER BY run_id, line_number`
}

/** The full public state, as events/payout-v1.ts describes it. */
const PAYOUT_V1 = Prisma.sql`json_build_object(
  'id', id, 'runId', run_id, 'runReference', reference, 'companyId', company_id, 'companyCode', code, 'companyName', name, 'companyCountry', country,
  'period', period, 'payDate', pay_date, 'lineNumber', line_number, 'employeeNumber', employee_number,
  'beneficiaryName', beneficiary_name, 'beneficiaryCountry', beneficiary_country, 'accountLast4', account_last4, 'accountHash', account_hash,
  'amountMinor', amount_minor::text, 'currency', currency, 'rail', rail, 'corridor', country || '-' || beneficiary_country,
  'status', status, 'version', version, 'attempt', attempt, 'endToEndId', end_to_end_id, 'bankReference', bank_reference,
  'feeMinor', fee_minor::text, 'reasonCode', reason_code, 'submittedAt', iso_utc(submitted_at), 'approvedAt', iso_utc(approved_at),
  'sentAt', iso_utc(sent_at), 'settledAt', iso_utc(settled_at), 'failedAt', iso_utc(failed_at), 'statusSince', iso_utc(status_since))`
