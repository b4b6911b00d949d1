/** What the banks said of a payout, or of a run's files and blocks as a whole: everything that is kept, also what changed nothing. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'

/** Amounts in minor units; times in ISO 8601. */
export type BankWords = {
  key: string
  /** What kind of thing it says: a booking, a rejection, a payee check … */
  kind: string
  /** What it speaks of: this payment, the block it went in, or the whole file. */
  of: 'payment' | 'block' | 'file'
  /** The end-to-end id, the block's id or the file's message id. */
  reference: string
  /** As the bank gives them. */
  status: string | null
  reasonCode: string | null
  reasonText: string | null
  bankReference: string | null
  /** Who stands on the other side, or what else the bank wrote beside a booking. */
  counterparty: string | null
  /** Of a file: of how many of its blocks and payments alone it is said; null when of all. */
  parts: number | null
  amountMinor: string | null
  currency: string | null
  bookedOn: string | null
  fileName: string
  /** The bank's id of the message, and its kind. */
  messageId: string
  fileKind: string
  at: string
}

const WORDS_MAX = 200

/** An entry on the account of a company is nobody's who does not work for that company, whatever payment it names. */
const onSeenAccount = (viewer: Viewer): Prisma.Sql =>
  viewer.companies === null
    ? Prisma.sql`true`
    : Prisma.sql`(c.account IS NULL OR EXISTS (SELECT FROM debtor_account o WHERE c.account IN (o.account, substr(o.account, 5)) AND ${visible(viewer, Prisma.sql`o.company_id`)}))`

const select = (of: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT c.key, c.kind, ${of} AS of, CASE ${of} WHEN 'payment' THEN c.about WHEN 'block' THEN coalesce(c.matched_to, c.block_id) ELSE c.message_id END AS reference,
    c.status, c.reason_code AS "reasonCode", c.reason_text AS "reasonText", c.bank_reference AS "bankReference",
    CASE WHEN c.counterparty IS DISTINCT FROM c.reason_text THEN c.counterparty END AS counterparty, CASE c.kind WHEN 'answer' THEN c.payments END AS parts,
    c.amount_minor::text AS "amountMinor",
    CASE WHEN c.amount_minor IS NOT NULL THEN c.currency END AS currency, c.booked_on::text AS "bookedOn", w.file_name AS "fileName",
    w.message_id AS "messageId", w.kind AS "fileKind", iso_utc(w.created_at) AS at
  FROM bank_claim c JOIN bank_message w ON w.id = c.bank_message_id`

/** What is ours to conclude, and not what a bank says. */
const SAID = Prisma.sql`c.kind NOT IN ('twice', 'message')`

/** Of the payout `payoutId`, its blocks and its files; the newest first, at most 200. Empty when this person may not see it. */
export function listBankWords(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<BankWords[]> {
  return ledger.$queryRaw<BankWords[]>`
    WITH sent AS MATERIALIZED (
      SELECT i.end_to_end_id, i.block_id, m.message_id FROM settlement_instruction i JOIN bank_message m ON m.id = i.bank_message_id
      JOIN payroll_run r ON r.id = m.run_id WHERE i.payout_id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`r.company_id`)})
    SELECT * FROM (
      ${select(Prisma.sql`'payment'`)} WHERE c.about IN (SELECT end_to_end_id FROM sent) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(Prisma.sql`'block'`)} WHERE c.about IN (SELECT block_id FROM sent) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(WIDE)} WHERE c.message_id IN (SELECT message_id FROM sent) AND ${IS_WIDE} AND c.payments IS NULL AND (c.block_id IS NULL OR c.block_id IN (SELECT block_id FROM sent))) said
    ORDER BY at DESC, key LIMIT ${WORDS_MAX}`
}

/** Of the run's files and blocks as a whole; the newest first, at most 200. The caller has checked that the person may see the run. */
export function listRunWords(ledger: Ledger, viewer: Viewer, runId: string): Promise<BankWords[]> {
  return ledger.$queryRaw<BankWords[]>`
    WITH sent AS MATERIALIZED (SELECT m.id, m.message_id FROM bank_message m WHERE m.run_id = ${runId}::uuid AND m.direction = 'out'),
    blocks AS MATERIALIZED (SELECT DISTINCT i.block_id FROM settlement_instruction i WHERE i.bank_message_id IN (SELECT id FROM sent))
    SELECT * FROM (
      ${select(Prisma.sql`'block'`)} WHERE c.about IN (SELECT block_id FROM blocks) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(WIDE)} WHERE c.message_id IN (SELECT message_id FROM sent) AND ${IS_WIDE}) said
    ORDER BY at DESC, key LIMIT ${WORDS_MAX}`
}

/** Statuses of a file or a block: they name the message, and no payment. Their entries stand on no account. */
const IS_WIDE = Prisma.sql`c.end_to_end_id IS NULL AND c.booking IS NULL AND c.kind IN ('answer', 'rejection', 'note', 'check') AND c.matched_to IS NULL`
const WIDE = Prisma.sql`CASE WHEN c.block_id IS NULL THEN 'file' ELSE 'block' END`
