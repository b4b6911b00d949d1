/** Money that has been on its way for too long. */
import type { Ledger } from '@/prisma/connect'
import { THRESHOLD_MS } from './thresholds'

export type StrandedRun = {
  id: string
  reference: string
  companyName: string
  period: string
  /** When it began to be paid. */
  since: string
  payingMs: number
  /** With the bank, and no answer. */
  sent: number
  /** Held, or approved and in no file yet: they keep the run open too. */
  held: number
  approved: number
  /** Ids of the files the bank has not answered in full. */
  messageIds: string[]
}

export type WaitingFile = { id: string; fileName: string; messageId: string; payments: number; runReference: string; createdAt: string }

const ROWS_MAX = 20

/** Runs that have been paying for longer than a bank needs, the oldest first, twenty at most. */
export function strandedRuns(db: Ledger): Promise<StrandedRun[]> {
  return db.$queryRaw`
    SELECT r.id, r.reference, c.name AS "companyName", r.period, iso_utc(r.status_since) AS since,
      (extract(epoch FROM clock_timestamp() - r.status_since) * 1000)::float AS "payingMs", p.sent, p.held, p.approved, m.ids AS "messageIds"
    FROM payroll_run r JOIN company c ON c.id = r.company_id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE p.status = 'sent')::int AS sent, count(*) FILTER (WHERE p.status = 'held')::int AS held,
                               count(*) FILTER (WHERE p.status = 'approved')::int AS approved FROM payout p WHERE p.run_id = r.id) AS p
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(m.message_id ORDER BY m.created_at, m.message_id), '{}') AS ids FROM bank_message m
                        WHERE m.run_id = r.id AND m.direction = 'out' AND m.status <> 'prepared'
                          AND EXISTS (SELECT FROM settlement_instruction i WHERE i.bank_message_id = m.id AND i.status = 'sent')) AS m
    WHERE r.status = 'paying' AND r.status_since < clock_timestamp() - make_interval(secs => ${THRESHOLD_MS.paying / 1_000})
    ORDER BY r.status_since LIMIT ${ROWS_MAX}`
}

/** Files of which nobody knows whether the bank has them: the gateway ended between handing one over and recording it. */
export function waitingFiles(db: Ledger): Promise<WaitingFile[]> {
  return db.$queryRaw`
    SELECT m.id, m.file_name AS "fileName", m.message_id AS "messageId", m.payments, r.reference AS "runReference", iso_utc(m.created_at) AS "createdAt"
    FROM bank_message m JOIN payroll_run r ON r.id = m.run_id
    WHERE m.direction = 'out' AND m.status IN ('handing-over', 'in-doubt') ORDER BY m.created_at, m.message_id LIMIT ${ROWS_MAX}`
}
