/** The files that went to the bank for a run, and what came back. */
import { type Ledger, Prisma } from '@/prisma/connect'
import type { Total } from '../runs/totals'
import { holdsWords } from '../transaction/named'
import { type Viewer, visible } from '../transaction/viewer'

type Named = { name: string; email: string | null }
export type ByHand = { proposedBy: Named; confirmedBy: Named; reason: string }

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
  /** Who brought it by hand and who confirmed it; null when the gateway took it in. */
  byHand: ByHand | null
  /** Of a file in doubt: who said that the bank does not have it, for a second person to confirm. */
  denial: { by: string; byId: string; email: string | null; reason: string; at: string; version: number } | null
  /** Of a file that is late: who proposed which later day, for a second person to confirm. */
  laterDay: { date: string; by: string; byId: string; email: string | null; reason: string; at: string; version: number } | null
  /** Nothing in the file is kept from this person, so they may have its bytes. */
  mayDownload: boolean
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
    SELECT m.id, m.direction, m.kind, m.message_id AS "messageId", m.file_name AS "fileName", m.sha256, m.status,
      CASE m.direction WHEN 'out' THEN m.payments ELSE coalesce(e.settled + e.failed + e.returned, 0) END AS payments,
      coalesce(e.settled, 0) AS settled, coalesce(e.failed, 0) AS failed, coalesce(e.returned, 0) AS returned,
      CASE WHEN ${isWhole(viewer)} THEN m.note END AS note, m.kept_late AS "isLate", ${BY_HAND} AS "byHand", ${DENIAL} AS denial, ${LATER_DAY} AS "laterDay", m.sha256 IS NOT NULL AND ${isWhole(viewer)} AS "mayDownload", iso_utc(m.created_at) AS "createdAt",
      iso_utc(m.hand_over_began_at) AS "handOverBeganAt", m.totals,
      coalesce((SELECT json_agg(json_build_object('id', f.id, 'state', f.state, 'resolution', f.resolution, 'reference', f.reference, 'problem', f.problem, 'amountMinor', f.amount_minor::text, 'currency', f.currency)
                                ORDER BY f.id) FROM bank_finding f
        WHERE f.bank_message_id = m.id AND (f.run_id = r.id OR f.run_id IS NULL) AND ${visible(viewer, Prisma.sql`f.company_id`)}), '[]') AS findings
    FROM payroll_run r CROSS JOIN LATERAL (
      SELECT id FROM bank_message WHERE run_id = r.id
      UNION SELECT bank_message_id FROM bank_message_effect WHERE run_id = r.id
      UNION SELECT u.id FROM bank_message u
        WHERE u.direction = 'in' AND u.run_id IS NULL AND u.created_at >= r.released_at AND u.created_at <= coalesce(r.settled_at, 'infinity')
          AND NOT EXISTS (SELECT FROM bank_message_effect x WHERE x.bank_message_id = u.id)
          AND (${viewer.companies === null} OR EXISTS (SELECT FROM bank_message_company k WHERE k.bank_message_id = u.id AND k.company_id = r.company_id))) AS named
    JOIN bank_message m ON m.id = named.id
    LEFT JOIN bank_message_effect e ON e.bank_message_id = m.id AND e.run_id = r.id
    WHERE r.id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)}
    ORDER BY m.created_at DESC, m.id DESC`
}

const named = (id: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT json_build_object('name', coalesce(max(u.name), ${id}), 'email', max(u.email)) FROM app_user u WHERE u.id = ${id})`

const BY_HAND = Prisma.sql`(SELECT json_build_object('proposedBy', ${named(Prisma.sql`b.proposed_by`)}, 'confirmedBy', ${named(Prisma.sql`b.decided_by`)},
  'reason', b.reason) FROM bank_file_proposal b WHERE b.id = m.proposal_id)`

const DENIAL = Prisma.sql`CASE WHEN m.status = 'in-doubt' AND m.denied_by IS NOT NULL THEN json_build_object('byId', m.denied_by,
  'by', coalesce((SELECT u.name FROM app_user u WHERE u.id = m.denied_by), m.denied_by), 'email', (SELECT u.email FROM app_user u WHERE u.id = m.denied_by),
  'reason', m.denied_reason, 'at', iso_utc(m.denied_at), 'version', m.denial_version) END`

const LATER_DAY = Prisma.sql`CASE WHEN m.status = 'prepared' AND m.later_by IS NOT NULL AND m.later_confirmed_by IS NULL
  THEN json_build_object('date', m.later_date::text, 'byId', m.later_by,
    'by', coalesce((SELECT u.name FROM app_user u WHERE u.id = m.later_by), m.later_by), 'email', (SELECT u.email FROM app_user u WHERE u.id = m.later_by),
    'reason', m.later_reason, 'at', iso_utc(m.later_at), 'version', m.later_version) END`

/**
 * Whether everything in message `m`, and in the file it came in, is of companies this person works for. What cannot be told whose it is, is for who
 * works for every company.
 */
function isWhole(viewer: Viewer): Prisma.Sql {
  if (viewer.companies === null) return Prisma.sql`true`
  return Prisma.sql`(CASE m.direction WHEN 'out' THEN EXISTS (SELECT FROM payroll_run o WHERE o.id = m.run_id AND ${visible(viewer, Prisma.sql`o.company_id`)})
    ELSE NOT EXISTS (
      SELECT FROM bank_message s WHERE s.direction = 'in' AND (s.id = m.id OR s.file_sha256 = m.file_sha256)
        AND (s.unfiled OR EXISTS (SELECT FROM bank_message_company k WHERE k.bank_message_id = s.id AND NOT ${visible(viewer, Prisma.sql`k.company_id`)})
          OR EXISTS (SELECT FROM bank_message_effect x JOIN payroll_run o ON o.id = x.run_id
                     WHERE x.bank_message_id = s.id AND NOT ${visible(viewer, Prisma.sql`o.company_id`)}))) END)`
}

/** Where a message's archived file lies, when this person may see all that is in it. */
export async function readBankMessage(ledger: Ledger, viewer: Viewer, id: string): Promise<{ fileName: string; sha256: string } | null> {
  const [row] = await ledger.$queryRaw<{ fileName: string; sha256: string }[]>`
    SELECT m.file_name AS "fileName", coalesce(m.file_sha256, m.sha256) AS sha256 FROM bank_message m
    WHERE m.id = ${id}::uuid AND m.sha256 IS NOT NULL AND ${isWhole(viewer)}`
  return row ?? null
}

export type ReceivedRow = Pick<
  BankMessageRow,
  'id' | 'kind' | 'messageId' | 'fileName' | 'sha256' | 'status' | 'note' | 'byHand' | 'mayDownload' | 'createdAt'
> & {
  settled: number
  failed: number
  returned: number
  findings: number
  runs: { id: string; reference: string }[]
}

const PAGE_ROWS = 50

/** `find`: words that file name, message id, kind or run reference hold. `before`: the id of the last row of the page before. */
export type ReceivedFilter = { find: string | null; before: string | null }
export type ReceivedPage = { messages: ReceivedRow[]; next: string | null }

/** A page of the files from the banks, the newest first, with what each changed in the runs this person may see. One of no known company is shown to who works for all. */
export async function listReceived(ledger: Ledger, viewer: Viewer, { find, before }: ReceivedFilter): Promise<ReceivedPage> {
  const rows = await ledger.$queryRaw<ReceivedRow[]>`
    SELECT m.id, m.kind, m.message_id AS "messageId", m.file_name AS "fileName", coalesce(m.file_sha256, m.sha256) AS sha256, m.status,
      CASE WHEN ${isWhole(viewer)} THEN m.note END AS note, ${BY_HAND} AS "byHand", ${isWhole(viewer)} AS "mayDownload",
      iso_utc(m.created_at) AS "createdAt", e.settled, e.failed, e.returned, e.runs,
      (SELECT count(*)::int FROM bank_finding f WHERE f.bank_message_id = m.id AND ${visible(viewer, Prisma.sql`f.company_id`)}) AS findings
    FROM bank_message m CROSS JOIN LATERAL (
      SELECT coalesce(sum(x.settled), 0)::int AS settled, coalesce(sum(x.failed), 0)::int AS failed, coalesce(sum(x.returned), 0)::int AS returned,
        coalesce(json_agg(json_build_object('id', r.id, 'reference', r.reference) ORDER BY r.reference), '[]') AS runs, count(*) AS named
      FROM bank_message_effect x JOIN payroll_run r ON r.id = x.run_id
      WHERE x.bank_message_id = m.id AND ${visible(viewer, Prisma.sql`r.company_id`)}) e
    WHERE m.direction = 'in' AND (e.named > 0 OR ${viewer.companies === null}
      OR EXISTS (SELECT FROM bank_message_company k WHERE k.bank_message_id = m.id AND ${visible(viewer, Prisma.sql`k.company_id`)}))
      AND ${holdsWords(Prisma.sql`m.file_name || ' ' || m.message_id || ' ' || m.kind || ' ' || (e.runs)::text`, find)}
      AND (${before}::uuid IS NULL OR (m.created_at, m.id) < (SELECT created_at, id FROM bank_message WHERE id = ${before}::uuid))
    ORDER BY m.created_at DESC, m.id DESC LIMIT ${PAGE_ROWS + 1}`
  const messages = rows.slice(0, PAGE_ROWS)
  return { messages, next: rows.length > PAGE_ROWS ? (messages.at(-1)?.id ?? null) : null }
}
