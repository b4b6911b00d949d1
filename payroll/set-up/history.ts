/** What was done to one company, bank profile or person, read from the journal. */
import type { Ledger } from '@/prisma/connect'

export type SetUpEntry = {
  /** "audit.set-up-confirmed" */
  act: string
  at: string
  by: { name: string; email: string | null }
  reason: string | null
  detail: Record<string, unknown>
}

const ENTRIES_MAX = 200

/** Newest first. `subject` is an id, or the e-mail address of somebody who was invited. */
export function readSetUpHistory(ledger: Ledger, ...subjects: readonly string[]): Promise<SetUpEntry[]> {
  return ledger.$queryRaw`
    SELECT type AS act, iso_utc(occurred_at) AS at, reason, event::json #> '{data,detail}' AS detail,
      json_build_object('name', event::json #> '{data,actor,name}', 'email', (SELECT email FROM app_user WHERE app_user.id = outbox.actor)) AS by
    FROM outbox WHERE aggregate_type = 'audit' AND event::json #>> '{data,about,id}' = ANY(${[...subjects]}::text[])
    ORDER BY outbox.xid DESC, outbox.seq DESC LIMIT ${ENTRIES_MAX}`
}
