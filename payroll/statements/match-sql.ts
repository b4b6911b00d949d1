/**
 * What counts as evidence for one instruction, as conditions that the state and the findings are both made of: they cannot disagree. Their names for rows:
 *
 * - `instruction`, with its `payout`, the file `message` that it went in and the account `debtor` that pays: `INSTRUCTION`;
 * - `claim`: the evidence that is judged; `matched`: another of the same entry, which people have matched;
 * - `booking`, `batch`, `charged`, `returned`, `rejection`: what counts for the instruction, each joined by the fragment below that makes it.
 */
import { Prisma } from '@/prisma/connect'
import { DUPLICATE_CODES } from './status-evidence'

/** The `instruction` and what it belongs to. */
export const INSTRUCTION = Prisma.sql`settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id
  JOIN bank_message message ON message.id = instruction.bank_message_id JOIN debtor_account debtor ON debtor.id = message.debtor_account_id`

/** The account a bank names is ours, or it names none. Some name a part of the IBAN: the national number, which is all of it behind the check digits. */
export function sameAccount(named: 'claim.account', ours: 'debtor.account' | 'block.account'): Prisma.Sql {
  return Prisma.raw(`(${named} IS NULL OR ${named} = ${ours} OR (${ours} ~ '^[A-Z]{2}[0-9]{2}' AND ${named} = substr(${ours}, 5)))`)
}

/** The `claim` agrees with it in amount, currency and debtor account, or two people say that it is meant. */
export const AGREES = Prisma.sql`(claim.matched_to IS NOT NULL
  OR (claim.amount_minor = payout.amount_minor AND claim.currency = payout.currency AND ${sameAccount('claim.account', 'debtor.account')}))`

/** A rejection may repeat the payment's amount: then it is to be the one that was sent. */
export const REJECTS = Prisma.sql`(claim.amount_minor IS NULL OR (claim.amount_minor = payout.amount_minor AND claim.currency = payout.currency))`

/**
 * What is rejected as a duplicate is with the bank already: that tells nobody that a payment failed, whatever is known of its acceptance and in whatever
 * order it is told, unless two people say so.
 */
export const IS_DUPLICATE = Prisma.sql`(NOT claim.upheld AND claim.reason_code IS NOT NULL AND claim.reason_code = ANY(${DUPLICATE_CODES}::text[]))`

/**
 * Two people have matched the entry of the `claim` with one payment or block, and now another file tells the same entry as `isOther` than that.
 * One entry is money once: the later word moves nothing, unless it names what they chose as well, or two people match it too.
 */
const contradicts = (isOther: Prisma.Sql): Prisma.Sql => Prisma.sql`(claim.matched_to IS NULL AND EXISTS (
  SELECT FROM bank_claim matched
  WHERE matched.booking = claim.booking AND matched.matched_to IS NOT NULL AND matched.bank_message_id <> claim.bank_message_id AND ${isOther}
    AND (claim.kind = 'batch' OR matched.amount_minor >= claim.amount_minor)
    AND NOT EXISTS (SELECT FROM bank_claim unmatched WHERE unmatched.about = matched.matched_to AND unmatched.booking = matched.booking
      AND unmatched.matched_to IS NULL)))`

/** Of evidence about the instruction, or about its block. */
export const CONTRADICTS_MATCH = contradicts(Prisma.sql`matched.matched_to NOT IN (instruction.end_to_end_id, instruction.block_id)`)

/** Of evidence about a block; a block of one payment is that payment. */
export const BATCH_CONTRADICTS_MATCH = contradicts(Prisma.sql`matched.matched_to <> claim.about
  AND NOT EXISTS (SELECT FROM settlement_instruction sent WHERE sent.end_to_end_id = matched.matched_to AND sent.block_id = claim.about
    AND matched.amount_minor = claim.amount_minor)`)

/**
 * Of several bookings of one payment the same one counts, whichever came first; the others are findings. One that people have matched goes before
 * those that nobody has looked at, because its own finding is resolved for good.
 */
const IN_ORDER = Prisma.sql`ORDER BY claim.matched_to IS NULL, claim.booked_on NULLS LAST, claim.booking, claim.key LIMIT 1`

/** The charges of the booking, whichever file told them, and under which number. */
const CHARGES = Prisma.sql`claim.booked_on, charges_most(claim.charges) OVER () AS charges`

/** Whether notifications tell it, statements, or both. */
const TOLD = Prisma.sql`claim.key, claim.booking, claim.notified, claim.stated`

/** `booking`: the booking by name. */
export const BOOKED_BY_NAME = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, coalesce(claim.bank_reference, min(claim.bank_reference) OVER ()) AS bank_reference, claim.value_date, claim.account_amount_minor,
    claim.account_currency, claim.exchange_rate, ${CHARGES},
    charges_most(claim.charges_inside) OVER () AS charges_inside FROM bank_claim claim
  WHERE claim.about = instruction.end_to_end_id AND claim.kind IN ('booking', 'unnamed', 'summary') AND ${AGREES}
    AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) booking ON true`

/** `batch`: the booking of the whole block. */
export const BOOKED_IN_BATCH = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, coalesce(claim.bank_reference, min(claim.bank_reference) OVER ()) AS bank_reference, claim.booked_on, claim.value_date FROM bank_claim claim
  WHERE claim.about = instruction.block_id AND claim.kind IN ('batch', 'summary') AND (claim.agrees OR claim.matched_to IS NOT NULL)
    AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) batch ON true`

/** `charged`: what was charged for the payment by entries of their own. */
export const CHARGED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(currency, minor::text) AS charges FROM (
    SELECT claim.currency, sum(claim.amount_minor)::bigint AS minor FROM bank_claim claim
    WHERE claim.about = instruction.end_to_end_id AND claim.kind = 'charge' AND claim.problem IS NULL AND ${sameAccount('claim.account', 'debtor.account')}
      GROUP BY claim.currency) own) charged ON true`

/** `returned`: the return. */
export const RETURNED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, claim.reason_code, claim.reason_text, ${CHARGES} FROM bank_claim claim
  WHERE claim.about = instruction.end_to_end_id AND (claim.kind = 'return' OR (claim.kind = 'credit' AND claim.matched_to IS NOT NULL)) AND ${AGREES}
    AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) returned ON true`

/** `rejection`: the rejection, the nearest first: of the payment, its block, its file. */
export const REJECTED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT key, reason_code, reason_text, bank_reference, told_in FROM (
    (SELECT 1 AS level, claim.key, claim.reason_code, claim.reason_text, claim.bank_reference, claim.bank_message_id AS told_in FROM bank_claim claim
     WHERE claim.about = instruction.end_to_end_id AND claim.kind = 'rejection' AND claim.message_id = message.message_id AND ${REJECTS}
       AND NOT ${IS_DUPLICATE})
    UNION ALL
    (SELECT CASE WHEN claim.block_id IS NULL THEN 3 ELSE 2 END, claim.key, claim.reason_code, claim.reason_text, claim.bank_reference, claim.bank_message_id
      FROM bank_claim claim
     WHERE claim.kind = 'rejection' AND claim.end_to_end_id IS NULL AND claim.message_id = message.message_id
       AND (claim.block_id IS NULL OR claim.block_id = instruction.block_id)
       AND NOT ${IS_DUPLICATE})) said
  ORDER BY level, reason_code NULLS LAST, reason_text NULLS LAST, key LIMIT 1) rejection ON true`
