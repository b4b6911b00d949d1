/** The files that went to the bank for a run, and what came back. */
import { type Ledger, Prisma } from '@/prisma/connect'
import type { Total } from '../rules/totals'
import { type Viewer, visible } from './viewer'

export type BankMessageRow = {
  id: string
  direction: 'out' | 'in'
  kind: string
  messageId: string
  fileName: string
  sha256: string | null
  status: string
  payments: number
  settled: number
  failed: number
  returned: number
  note: string | null
  /** Kept back because it came too late for its day. */
  isLate: boolean
  createdAt: string
  /** When the hand-over that is going on, or went on last, began; null before the first. */
  handOverBeganAt: string | null
  /** Of a file to the bank: what each of its payment blocks sums to. */
  totals: Total[]
  findings: {
    id: string
    state: string
    resolution: string | null
    reference: string
    problem: string
    amountMinor: string | null
    currency: string | null
  }[]
}

/**
 * Out: the run's own files. In: files that name one of its payments, and files that could not be read while it was waiting for an answer,
 * for those may have been meant for it. Newest first. The caller has checked that the person may see the run.
 */
export function listBankMessages(ledger: Ledger, viewer: Viewer, runId: string): Promise<BankMessageRow[]> {
  return ledger.$queryRaw<BankMessageRow[]>`
    SELECT m.id, m.direction, m.kind, m.message_id AS "messageId", m.file_name AS "fileName", m.sha256, m.status, m.payments,
      coalesce(e.settled, 0) AS settled, coalesce(e.failed, 0) AS failed, coalesce(e.returned, 0) AS returned, m.note, m.kept_late AS "isLate", iso_utc(m.created_at) AS "createdAt",
      iso_utc(m.hand_over_began_at) AS "handOverBeganAt", m.totals,
      coalesce((SELECT json_agg(json_build_object('id', f.id, 'state', f.state, 'resolution', f.resolution, 'reference', f.reference, 'problem', f.problem, 'amountMinor', f.amount_minor::text, 'currency', f.currency)
                                ORDER BY f.id) FROM bank_finding f WHERE f.bank_message_id = m.id AND (f.run_id = r.id OR f.run_id IS NULL)), '[]') AS findings
    FROM payroll_run r JOIN bank_message m ON m.run_id = r.id
      OR m.id IN (SELECT bank_message_id FROM bank_message_effect WHERE run_id = r.id)
      OR (m.direction = 'in' AND m.run_id IS NULL AND m.created_at >= r.released_at AND m.created_at <= coalesce(r.settled_at, 'infinity')
          AND NOT EXISTS (SELECT FROM bank_message_effect x WHERE x.bank_message_id = m.id))
    LEFT JOIN bank_message_effect e ON e.bank_message_id = m.id AND e.run_id = r.id
    WHERE r.id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}
    ORDER BY m.created_at DESC, m.id DESC`
}

/** Where a message's archived file lies, when this person may see its run. */
export async function readBankMessage(ledger: Ledger, viewer: Viewer, id: string): Promise<{ fileName: string; sha256: string } | null> {
  const [row] = await ledger.$queryRaw<{ fileName: string; sha256: string }[]>`
    SELECT m.file_name AS "fileName", coalesce(m.file_sha256, m.sha256) AS sha256 FROM bank_message m
    WHERE m.id = ${id}::uuid AND m.sha256 IS NOT NULL AND (${viewer.companies === null} OR EXISTS (
      SELECT FROM payroll_run r WHERE ${visible(viewer, Prisma.sql`r.company_id`)}
        AND (r.id = m.run_id OR r.id IN (SELECT run_id FROM bank_message_effect WHERE bank_message_id = m.id))))`
  return row ?? null
}

export type ReceivedRow = Pick<BankMessageRow, 'id' | 'kind' | 'messageId' | 'fileName' | 'sha256' | 'status' | 'note' | 'createdAt'> & {
  settled: number
  failed: number
  returned: number
  findings: number
  runs: { id: string; reference: string }[]
}

const RECEIVED_MAX = 50

/** The newest files from the banks, with what each changed in the runs this person may see. One that names no run is shown to who sees every company. */
export function listReceived(ledger: Ledger, viewer: Viewer): Promise<ReceivedRow[]> {
  return ledger.$queryRaw<ReceivedRow[]>`
    SELECT m.id, m.kind, m.message_id AS "messageId", m.file_name AS "fileName", coalesce(m.file_sha256, m.sha256) AS sha256, m.status, m.note,
      iso_utc(m.created_at) AS "createdAt", e.settled, e.failed, e.returned, e.runs,
      (SELECT count(*)::int FROM bank_finding f WHERE f.bank_message_id = m.id AND ${visible(viewer, Prisma.sql`f.company_id`)}) AS findings
    FROM bank_message m CROSS JOIN LATERAL (
      SELECT coalesce(sum(x.settled), 0)::int AS settled, coalesce(sum(x.failed), 0)::int AS failed, coalesce(sum(x.returned), 0)::int AS returned,
        coalesce(json_agg(json_build_object('id', r.id, 'reference', r.reference) ORDER BY r.reference), '[]') AS runs, count(*) AS named
      FROM bank_message_effect x JOIN payroll_run r ON r.id = x.run_id
      WHERE x.bank_message_id = m.id AND ${visible(viewer, Prisma.sql`r.company_id`)}) e
    WHERE m.direction = 'in' AND (e.named > 0 OR ${viewer.companies === null})
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${RECEIVED_MAX}`
}
