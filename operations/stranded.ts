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
  /** A file of it was kept back because it came too late for its day. */
  isLate: boolean
  /** Ids of the files the bank has not answered in full. */
  messageIds: string[]
}

export type WaitingFile = {
  id: string
  fileName: string
  messageId: string
  payments: number
  runId: string
  runReference: string
  createdAt: string
}

const ROWS_MAX = 20

/** Runs that have been paying for longer than a bank needs, the oldest first, twenty at most. */
export function strandedRuns(db: Ledger): Promise<StrandedRun[]> {
  return db.$queryRaw`
    SELECT run.id, run.reference, company.name AS "companyName", run.period, iso_utc(run.status_since) AS since,
      (extract(epoch FROM clock_timestamp() - run.status_since) * 1000)::float AS "payingMs", payouts.sent, payouts.held, payouts.approved,
        EXISTS (SELECT FROM bank_message late WHERE late.run_id = run.id AND late.status = 'prepared' AND late.kept_late) AS "isLate",
        messages.ids AS "messageIds"
    FROM payroll_run run JOIN company ON company.id = run.company_id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE payout.status = 'sent')::int AS sent, count(*) FILTER (WHERE payout.status = 'held')::int AS held,
                               count(*) FILTER (WHERE payout.status = 'approved')::int AS approved FROM payout WHERE payout.run_id = run.id) AS payouts
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(message.message_id ORDER BY message.created_at, message.message_id), '{}') AS ids FROM bank_message message
                        WHERE message.run_id = run.id AND message.direction = 'out' AND message.status <> 'prepared'
                          AND EXISTS (SELECT FROM settlement_instruction instruction WHERE instruction.bank_message_id = message.id
                            AND instruction.status = 'sent')) AS messages
    WHERE run.status = 'paying' AND run.status_since < clock_timestamp() - make_interval(secs => ${THRESHOLD_MS.paying / 1_000})
    ORDER BY run.status_since LIMIT ${ROWS_MAX}`
}

/** Files of which nobody knows whether the bank has them: the gateway ended between handing one over and recording it. */
export function waitingFiles(db: Ledger): Promise<WaitingFile[]> {
  return db.$queryRaw`
    SELECT message.id, message.file_name AS "fileName", message.message_id AS "messageId", message.payments, run.id AS "runId", run.reference AS "runReference",
      iso_utc(message.created_at) AS "createdAt"
    FROM bank_message message JOIN payroll_run run ON run.id = message.run_id
    WHERE message.direction = 'out' AND message.status IN ('handing-over', 'in-doubt') ORDER BY message.created_at, message.message_id LIMIT ${ROWS_MAX}`
}
