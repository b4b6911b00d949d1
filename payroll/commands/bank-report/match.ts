/** Matches a bank's claims against the instructions, set-wise: which payouts move, and which claims a person must look at. */
import { Prisma, type Transaction } from '@/prisma/connect'
import type { BookingClaim, Finding, RejectionClaim, ReturnClaim } from '../../rules/claims'

/** Instructions that were just answered; their payouts move next. */
export type Matched = { payoutIds: string[]; findings: Finding[] }

const BOOKING_ROW = Prisma.raw(
  `("endToEndId" text, "amountMinor" bigint, currency text, account text, "bankReference" text, "feeMinor" bigint)`,
)
const REJECTION_ROW = Prisma.raw(`("endToEndId" text, "blockId" text, "wholeFile" boolean, "reasonCode" text, "reasonText" text)`)
const RETURN_ROW = Prisma.raw(`("endToEndId" text, "amountMinor" bigint, currency text, "reasonCode" text, "reasonText" text)`)

const rowsOf = (claims: readonly object[], shape: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`json_to_recordset(${JSON.stringify(claims)}::json) AS c${shape}`

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id)

/** Rejections reach what was sent in the file they answer; a payment the bank has booked is not unbooked by a status. */
export async function matchRejections(
  tx: Transaction,
  originalMessageId: string,
  claims: readonly RejectionClaim[],
  now: Date,
): Promise<Matched> {
  const payoutIds = idsOf(
    await tx.$queryRaw<{ id: string }[]>`
    WITH hit AS (
      SELECT DISTINCT ON (i.payout_id, i.attempt) i.payout_id, i.attempt, c."reasonCode", c."reasonText"
      FROM ${rowsOf(claims, REJECTION_ROW)}
      JOIN bank_message m ON m.message_id = ${originalMessageId} AND m.direction = 'out'
      JOIN settlement_instruction i ON i.bank_message_id = m.id AND (i.end_to_end_id = c."endToEndId" OR i.block_id = c."blockId" OR c."wholeFile")
      WHERE i.status = 'sent'
      ORDER BY i.payout_id, i.attempt, c."endToEndId" NULLS LAST)
    UPDATE settlement_instruction i SET status = 'failed', reason_code = hit."reasonCode", reason_text = hit."reasonText", answered_at = ${now}
    FROM hit WHERE i.payout_id = hit.payout_id AND i.attempt = hit.attempt
    RETURNING i.payout_id AS id`,
  )
  const findings = await tx.$queryRaw<Finding[]>`
    SELECT coalesce(c."endToEndId", c."blockId", ${originalMessageId}) AS reference, NULL AS "amountMinor", NULL AS currency,
      CASE WHEN i.status = 'settled' THEN 'rejected, but the bank has booked it' ELSE 'rejected, but no such payment was sent in that file' END AS problem
    FROM ${rowsOf(claims, REJECTION_ROW)}
    LEFT JOIN bank_message m ON m.message_id = ${originalMessageId} AND m.direction = 'out'
    LEFT JOIN settlement_instruction i ON i.bank_message_id = m.id AND i.end_to_end_id = c."endToEndId"
    WHERE i.status = 'settled' OR m.id IS NULL OR (c."endToEndId" IS NOT NULL AND i.payout_id IS NULL)`
  return { payoutIds, findings }
}

/** A booked debit settles the payment that agrees in end-to-end id, amount, currency and debtor account; everything else is a finding. */
export async function matchBookings(tx: Transaction, claims: readonly BookingClaim[], now: Date): Promise<Matched> {
  const agrees = Prisma.sql`p.amount_minor = c."amountMinor" AND p.currency = c.currency AND (c.account IS NULL OR c.account = d.account)`
  const known = Prisma.sql`
    LEFT JOIN settlement_instruction i ON i.end_to_end_id = c."endToEndId" LEFT JOIN payout p ON p.id = i.payout_id
    LEFT JOIN bank_message m ON m.id = i.bank_message_id LEFT JOIN debtor_account d ON d.id = m.debtor_account_id`
  const findings = await tx.$queryRaw<Finding[]>`
    SELECT c."endToEndId" AS reference, c."amountMinor"::text AS "amountMinor", c.currency,
      CASE WHEN i.payout_id IS NULL THEN 'booked, but no payment carries this end-to-end id'
        WHEN NOT (${agrees}) THEN 'booked with another amount, currency or account than was sent'
        WHEN i.status = 'prepared' THEN 'booked, but its file is not known to be handed over'
        WHEN i.status IN ('failed', 'returned') THEN 'booked, but it had ' || i.status
        ELSE 'booked more than once, under another bank reference' END AS problem
    FROM ${rowsOf(claims, BOOKING_ROW)} ${known}
    WHERE i.payout_id IS NULL OR NOT (${agrees}) OR i.status IN ('prepared', 'failed', 'returned')
      OR (i.status = 'settled' AND c."bankReference" IS DISTINCT FROM i.bank_reference)`
  const payoutIds = idsOf(
    await tx.$queryRaw<{ id: string }[]>`
    WITH hit AS (
      SELECT DISTINCT ON (i.payout_id, i.attempt) i.payout_id, i.attempt, c."bankReference", c."feeMinor"
      FROM ${rowsOf(claims, BOOKING_ROW)} ${known}
      WHERE ${agrees} AND i.status = 'sent'
      ORDER BY i.payout_id, i.attempt)
    UPDATE settlement_instruction i SET status = 'settled', bank_reference = hit."bankReference", fee_minor = hit."feeMinor", answered_at = ${now}
    FROM hit WHERE i.payout_id = hit.payout_id AND i.attempt = hit.attempt
    RETURNING i.payout_id AS id`,
  )
  return { payoutIds, findings }
}

/** A returned credit undoes the settled payment that agrees in end-to-end id, amount and currency. */
export async function matchReturns(tx: Transaction, claims: readonly ReturnClaim[], now: Date): Promise<Matched> {
  const findings = await tx.$queryRaw<Finding[]>`
    SELECT c."endToEndId" AS reference, 'returned, but no settled payment agrees with it' AS problem, c."amountMinor"::text AS "amountMinor", c.currency
    FROM ${rowsOf(claims, RETURN_ROW)}
    LEFT JOIN settlement_instruction i ON i.end_to_end_id = c."endToEndId" LEFT JOIN payout p ON p.id = i.payout_id
    WHERE i.payout_id IS NULL OR i.status NOT IN ('settled', 'returned') OR p.amount_minor <> c."amountMinor" OR p.currency <> c.currency`
  const payoutIds = idsOf(
    await tx.$queryRaw<{ id: string }[]>`
    UPDATE settlement_instruction i SET status = 'returned', reason_code = c."reasonCode", reason_text = c."reasonText", answered_at = ${now}
    FROM ${rowsOf(claims, RETURN_ROW)}, payout p
    WHERE i.end_to_end_id = c."endToEndId" AND p.id = i.payout_id AND i.status = 'settled' AND p.amount_minor = c."amountMinor" AND p.currency = c.currency
    RETURNING i.payout_id AS id`,
  )
  return { payoutIds, findings }
}
