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
    SELECT message.id, message.direction, message.kind, message.message_id AS "messageId", message.file_name AS "fileName", message.sha256, message.status,
      CASE message.direction WHEN 'out' THEN message.payments ELSE coalesce(effect.settled + effect.failed + effect.returned, 0) END AS payments,
      coalesce(effect.settled, 0) AS settled, coalesce(effect.failed, 0) AS failed, coalesce(effect.returned, 0) AS returned,
      CASE WHEN ${isWhole(viewer)} THEN message.note END AS note, message.kept_late AS "isLate", ${BY_HAND} AS "byHand", ${DENIAL} AS denial,
        ${LATER_DAY} AS "laterDay", message.sha256 IS NOT NULL AND ${isWhole(viewer)} AS "mayDownload", iso_utc(message.created_at) AS "createdAt",
      iso_utc(message.hand_over_began_at) AS "handOverBeganAt", message.totals,
      coalesce((SELECT json_agg(json_build_object('id', finding.id, 'state', finding.state, 'resolution', finding.resolution, 'reference', finding.reference,
        'problem', finding.problem, 'amountMinor', finding.amount_minor::text, 'currency', finding.currency)
        ORDER BY finding.id) FROM bank_finding finding
        WHERE finding.bank_message_id = message.id AND (finding.run_id = run.id OR finding.run_id IS NULL)
          AND ${visible(viewer, Prisma.sql`finding.company_id`)}), '[]') AS findings
    FROM payroll_run run CROSS JOIN LATERAL (
      SELECT id FROM bank_message WHERE run_id = run.id
      UNION SELECT bank_message_id FROM bank_message_effect WHERE run_id = run.id
      UNION SELECT unread.id FROM bank_message unread
        WHERE unread.direction = 'in' AND unread.run_id IS NULL AND unread.created_at >= run.released_at
          AND unread.created_at <= coalesce(run.settled_at, 'infinity')
          AND NOT EXISTS (SELECT FROM bank_message_effect told WHERE told.bank_message_id = unread.id)
          AND (${viewer.companies === null} OR EXISTS (SELECT FROM bank_message_company filed
            WHERE filed.bank_message_id = unread.id AND filed.company_id = run.company_id))) AS named
    JOIN bank_message message ON message.id = named.id
    LEFT JOIN bank_message_effect effect ON effect.bank_message_id = message.id AND effect.run_id = run.id
    WHERE run.id = ${runId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)}
    ORDER BY message.created_at DESC, message.id DESC`
}

const named = (id: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT json_build_object('name', coalesce(max(app_user.name), ${id}), 'email', max(app_user.email)) FROM app_user WHERE app_user.id = ${id})`

const BY_HAND = Prisma.sql`(SELECT json_build_object('proposedBy', ${named(Prisma.sql`proposal.proposed_by`)},
  'confirmedBy', ${named(Prisma.sql`proposal.decided_by`)},
  'reason', proposal.reason) FROM bank_file_proposal proposal WHERE proposal.id = message.proposal_id)`

const DENIAL = Prisma.sql`CASE WHEN message.status = 'in-doubt' AND message.denied_by IS NOT NULL THEN json_build_object('byId', message.denied_by,
  'by', coalesce((SELECT app_user.name FROM app_user WHERE app_user.id = message.denied_by), message.denied_by),
  'email', (SELECT app_user.email FROM app_user WHERE app_user.id = message.denied_by),
  'reason', message.denied_reason, 'at', iso_utc(message.denied_at), 'version', message.denial_version) END`

const LATER_DAY = Prisma.sql`CASE WHEN message.status = 'prepared' AND message.later_by IS NOT NULL AND message.later_confirmed_by IS NULL
  THEN json_build_object('date', message.later_date::text, 'byId', message.later_by,
    'by', coalesce((SELECT app_user.name FROM app_user WHERE app_user.id = message.later_by), message.later_by),
    'email', (SELECT app_user.email FROM app_user WHERE app_user.id = message.later_by),
    'reason', message.later_reason, 'at', iso_utc(message.later_at), 'version', message.later_version) END`

/**
 * Whether everything in the `message`, and in the file it came in, is of companies this person works for. What cannot be told whose it is, is for who
 * works for every company.
 */
function isWhole(viewer: Viewer): Prisma.Sql {
  if (viewer.companies === null) return Prisma.sql`true`
  return Prisma.sql`(CASE message.direction WHEN 'out' THEN EXISTS (SELECT FROM payroll_run run
    WHERE run.id = message.run_id AND ${visible(viewer, Prisma.sql`run.company_id`)})
    ELSE NOT EXISTS (
      SELECT FROM bank_message part WHERE part.direction = 'in' AND (part.id = message.id OR part.file_sha256 = message.file_sha256)
        AND (part.unfiled OR EXISTS (SELECT FROM bank_message_company filed
          WHERE filed.bank_message_id = part.id AND NOT ${visible(viewer, Prisma.sql`filed.company_id`)})
          OR EXISTS (SELECT FROM bank_message_effect effect JOIN payroll_run run ON run.id = effect.run_id
                     WHERE effect.bank_message_id = part.id AND NOT ${visible(viewer, Prisma.sql`run.company_id`)}))) END)`
}

/** Where a message's archived file lies, when this person may see all that is in it. */
export async function readBankMessage(ledger: Ledger, viewer: Viewer, id: string): Promise<{ fileName: string; sha256: string } | null> {
  const [row] = await ledger.$queryRaw<{ fileName: string; sha256: string }[]>`
    SELECT message.file_name AS "fileName", coalesce(message.file_sha256, message.sha256) AS sha256 FROM bank_message message
    WHERE message.id = ${id}::uuid AND message.sha256 IS NOT NULL AND ${isWhole(viewer)}`
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
    SELECT message.id, message.kind, message.message_id AS "messageId", message.file_name AS "fileName",
      coalesce(message.file_sha256, message.sha256) AS sha256, message.status,
      CASE WHEN ${isWhole(viewer)} THEN message.note END AS note, ${BY_HAND} AS "byHand", ${isWhole(viewer)} AS "mayDownload",
      iso_utc(message.created_at) AS "createdAt", effects.settled, effects.failed, effects.returned, effects.runs,
      (SELECT count(*)::int FROM bank_finding finding WHERE finding.bank_message_id = message.id
        AND ${visible(viewer, Prisma.sql`finding.company_id`)}) AS findings
    FROM bank_message message CROSS JOIN LATERAL (
      SELECT coalesce(sum(effect.settled), 0)::int AS settled, coalesce(sum(effect.failed), 0)::int AS failed,
        coalesce(sum(effect.returned), 0)::int AS returned,
        coalesce(json_agg(json_build_object('id', run.id, 'reference', run.reference) ORDER BY run.reference), '[]') AS runs, count(*) AS named
      FROM bank_message_effect effect JOIN payroll_run run ON run.id = effect.run_id
      WHERE effect.bank_message_id = message.id AND ${visible(viewer, Prisma.sql`run.company_id`)}) effects
    WHERE message.direction = 'in' AND (effects.named > 0 OR ${viewer.companies === null}
      OR EXISTS (SELECT FROM bank_message_company filed WHERE filed.bank_message_id = message.id AND ${visible(viewer, Prisma.sql`filed.company_id`)}))
      AND ${holdsWords(Prisma.sql`message.file_name || ' ' || message.message_id || ' ' || message.kind || ' ' || (effects.runs)::text`, find)}
      AND (${before}::uuid IS NULL OR (message.created_at, message.id) < (SELECT created_at, id FROM bank_message WHERE id = ${before}::uuid))
    ORDER BY message.created_at DESC, message.id DESC LIMIT ${PAGE_ROWS + 1}`
  const messages = rows.slice(0, PAGE_ROWS)
  return { messages, next: rows.length > PAGE_ROWS ? (messages.at(-1)?.id ?? null) : null }
}
