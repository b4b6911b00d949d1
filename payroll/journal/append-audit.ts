/** Journals an act that changes no payout. */
import type { Transaction } from '@/prisma/connect'
import { eventOpening, type Fact } from './fact'

export type AuditAct = { act: `audit.${string}`; about: { type: string; id: string }; detail: Record<string, unknown> }

/** Appends one audit row, an aggregate of its own. */
export function appendAudit(tx: Transaction, { act, about, detail }: AuditAct, fact: Fact): Promise<number> {
  const occurredAt = fact.occurredAt.toISOString()
  const data = { about, act: act.slice('audit.'.length), actor: fact.actor, reason: fact.reason, detail }
  return tx.$executeRaw`
    WITH ids AS MATERIALIZED (SELECT uuidv7() AS event_id, uuidv7() AS id)
    INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, reason, request_id, occurred_at)
    SELECT (SELECT era FROM relay_leader), event_id, 'audit', id, 1, ${act},
      concat(${eventOpening()}::text, substr(json_build_object('id', event_id, 'source', 'urn:payledger:payroll', 'type', ${act}::text,
        'time', ${occurredAt}::text, 'subject', id, 'dataschema', 'urn:payledger:audit:1', 'sequence', '1', 'data', ${JSON.stringify(data)}::json)::text, 2)),
      ${fact.actor.id}, ${fact.reason}, ${fact.requestId}, ${occurredAt}::timestamptz
    FROM ids`
}
