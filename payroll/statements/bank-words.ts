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
    : Prisma.sql`(claim.account IS NULL OR EXISTS (SELECT FROM debtor_account debtor WHERE claim.account IN (debtor.account, substr(debtor.account, 5))
      AND ${visible(viewer, Prisma.sql`debtor.company_id`)}))`

const select = (of: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT claim.key, claim.kind, ${of} AS of, CASE ${of} WHEN 'payment' THEN claim.about WHEN 'block' THEN coalesce(claim.matched_to, claim.block_id)
    ELSE claim.message_id END AS reference,
    claim.status, claim.reason_code AS "reasonCode", claim.reason_text AS "reasonText", claim.bank_reference AS "bankReference",
    CASE WHEN claim.counterparty IS DISTINCT FROM claim.reason_text THEN claim.counterparty END AS counterparty, CASE claim.kind WHEN 'answer'
      THEN claim.payments END AS parts,
    claim.amount_minor::text AS "amountMinor",
    CASE WHEN claim.amount_minor IS NOT NULL THEN claim.currency END AS currency, claim.booked_on::text AS "bookedOn", message.file_name AS "fileName",
    message.message_id AS "messageId", message.kind AS "fileKind", iso_utc(message.created_at) AS at
  FROM bank_claim claim JOIN bank_message message ON message.id = claim.bank_message_id`

/** What is ours to conclude, and not what a bank says. */
const SAID = Prisma.sql`claim.kind NOT IN ('twice', 'message')`

/** Of the payout `payoutId`, its blocks and its files; the newest first, at most 200. Empty when this person may not see it. */
export function listBankWords(ledger: Ledger, viewer: Viewer, payoutId: string): Promise<BankWords[]> {
  return ledger.$queryRaw<BankWords[]>`
    WITH sent AS MATERIALIZED (
      SELECT instruction.end_to_end_id, instruction.block_id, message.message_id FROM settlement_instruction instruction
        JOIN bank_message message ON message.id = instruction.bank_message_id
      JOIN payroll_run run ON run.id = message.run_id WHERE instruction.payout_id = ${payoutId}::uuid AND ${visible(viewer, Prisma.sql`run.company_id`)})
    SELECT * FROM (
      ${select(Prisma.sql`'payment'`)} WHERE claim.about IN (SELECT end_to_end_id FROM sent) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(Prisma.sql`'block'`)} WHERE claim.about IN (SELECT block_id FROM sent) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(WIDE)} WHERE claim.message_id IN (SELECT message_id FROM sent) AND ${IS_WIDE} AND claim.payments IS NULL
        AND (claim.block_id IS NULL OR claim.block_id IN (SELECT block_id FROM sent))) said
    ORDER BY at DESC, key LIMIT ${WORDS_MAX}`
}

/** Of the run's files and blocks as a whole; the newest first, at most 200. The caller has checked that the person may see the run. */
export function listRunWords(ledger: Ledger, viewer: Viewer, runId: string): Promise<BankWords[]> {
  return ledger.$queryRaw<BankWords[]>`
    WITH sent AS MATERIALIZED (SELECT message.id, message.message_id FROM bank_message message
      WHERE message.run_id = ${runId}::uuid AND message.direction = 'out'),
    blocks AS MATERIALIZED (SELECT DISTINCT instruction.block_id FROM settlement_instruction instruction
      WHERE instruction.bank_message_id IN (SELECT id FROM sent))
    SELECT * FROM (
      ${select(Prisma.sql`'block'`)} WHERE claim.about IN (SELECT block_id FROM blocks) AND ${SAID} AND ${onSeenAccount(viewer)}
      UNION ALL ${select(WIDE)} WHERE claim.message_id IN (SELECT message_id FROM sent) AND ${IS_WIDE}) said
    ORDER BY at DESC, key LIMIT ${WORDS_MAX}`
}

/** Statuses of a file or a block: they name the message, and no payment. Their entries stand on no account. */
const IS_WIDE = Prisma.sql`claim.end_to_end_id IS NULL AND claim.booking IS NULL AND claim.kind IN ('answer', 'rejection', 'note', 'check')
  AND claim.matched_to IS NULL`
const WIDE = Prisma.sql`CASE WHEN claim.block_id IS NULL THEN 'file' ELSE 'block' END`
