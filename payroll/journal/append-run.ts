/** Journals a run's new version with its control totals. */
import type { Transaction } from '@/prisma/connect'
import { eventOpening, type Fact } from './fact'

/** Appends the event of the run's present version; call it after the run's row was updated. */
export function appendRunEvent(tx: Transaction, runId: string, type: `payroll-run.${string}`, fact: Fact): Promise<number> {
  const occurredAt = fact.occurredAt.toISOString()
  return tx.$executeRaw`
    WITH state AS MATERIALIZED (
      SELECT uuidv7() AS event_id, run.*, company.code, company.name,
        (SELECT json_agg(total) FROM (
          SELECT currency, sum(amount_minor)::text AS "amountMinor", count(*)::int AS payouts
          FROM payroll_line WHERE run_id = run.id GROUP BY currency ORDER BY currency) total) AS control_totals
      FROM payroll_run run JOIN company ON company.id = run.company_id WHERE run.id = ${runId}::uuid
    )
    INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at)
    SELECT (SELECT era FROM relay_leader), event_id, 'payroll-run', id, version, ${type},
      concat(${eventOpening()}::text, substr(json_build_object('id', event_id, 'source', 'urn:payledger:payroll', 'type', ${type}::text,
        'time', ${occurredAt}::text, 'subject', id, 'dataschema', 'urn:payledger:payroll-run:1', 'sequence', version::text,
        'data', json_build_object(
          'run', json_build_object('id', id, 'companyId', company_id, 'companyCode', code, 'companyName', name, 'period', period, 'kind', kind, 'payDate', pay_date,
            'reference', reference, 'status', status, 'version', version, 'seal', seal, 'lines', lines, 'totals', control_totals),
          'actor', ${JSON.stringify(fact.actor)}::json, 'reason', ${fact.reason}::text))::text, 2)),
      ${fact.actor.id}, ${fact.reason}, ${fact.requestId}, ${occurredAt}::timestamptz
    FROM state`
}
