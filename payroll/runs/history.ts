/** What happened to one run or payout, read from the journal: who, when, why. */
import type { Ledger } from '@/prisma/connect'

export type HistoryEntry = {
  type: string
  version: number
  at: string
  /** Names are not unique and may change: the sign-in tells who it is. Null of a process, and of a person who is gone. */
  actor: { kind: 'user' | 'process'; name: string; email: string | null }
  reason: string | null
  /** The payout's or run's state after it; the detail of an audited act. */
  state: Record<string, unknown>
  /** Whether the relay has published it, so that the copies can know. */
  published: boolean
}

const ENTRIES_MAX = 200

/** Newest first; of a run also what people did to its payroll file, and said of its bank files. The caller has checked that the person may see the aggregate. */
export async function readHistory(ledger: Ledger, aggregateId: string): Promise<HistoryEntry[]> {
  return ledger.$queryRaw<HistoryEntry[]>`
    WITH published AS (SELECT to_xid, to_seq FROM relay_batches WHERE confirmed_at IS NOT NULL ORDER BY era DESC, first DESC LIMIT 1)
    SELECT type, version, iso_utc(occurred_at) AS at,
      json_build_object('kind', event::json #> '{data,actor,kind}', 'name', event::json #> '{data,actor,name}',
        'email', (SELECT app_user.email FROM app_user WHERE app_user.id = outbox.actor)) AS actor, reason,
      coalesce(event::json #> '{data,payout}', event::json #> '{data,run}', event::json #> '{data,detail}') AS state,
      coalesce((outbox.xid, outbox.seq) <= (SELECT to_xid, to_seq FROM published), false) AS published
    FROM outbox
    WHERE aggregate_id = ${aggregateId}::uuid
      OR (aggregate_type = 'audit' AND event::json #>> '{data,about,id}' = ANY(ARRAY(
        SELECT ${aggregateId} UNION ALL SELECT id::text FROM bank_message WHERE run_id = ${aggregateId}::uuid
        UNION ALL SELECT id::text FROM payroll_import WHERE run_id = ${aggregateId}::uuid)))
    ORDER BY outbox.xid DESC, outbox.seq DESC LIMIT ${ENTRIES_MAX}`
}
