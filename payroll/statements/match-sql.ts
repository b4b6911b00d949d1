/** What counts as evidence for one instruction, as conditions that the state and the findings are both made of: they cannot disagree. */
import { Prisma } from '@/prisma/connect'
import { DUPLICATE_CODES } from './status-evidence'

/** Instruction `i` with its payout `p`, the file `m` it went in and the account `d` that pays. */
export const INSTRUCTION = Prisma.sql`settlement_instruction i JOIN payout p ON p.id = i.payout_id
  JOIN bank_message m ON m.id = i.bank_message_id JOIN debtor_account d ON d.id = m.debtor_account_id`

/** The account a bank names is ours, or it names none. Some name a part of the IBAN: the national number, which is all of it behind the check digits. */
export function sameAccount(named: 'c.account' | 'w.account', ours: 'd.account' | 's.account' | 'k.account'): Prisma.Sql {
  return Prisma.raw(`(${named} IS NULL OR ${named} = ${ours} OR (${ours} ~ '^[A-Z]{2}[0-9]{2}' AND ${named} = substr(${ours}, 5)))`)
}

/** Evidence `c` agrees with it in amount, currency and debtor account, or two people say that it is meant. */
export const AGREES = Prisma.sql`(c.matched_to IS NOT NULL
  OR (c.amount_minor = p.amount_minor AND c.currency = p.currency AND ${sameAccount('c.account', 'd.account')}))`

/** A rejection `c` may repeat the payment's amount: then it is to be the one that was sent. */
export const REJECTS = Prisma.sql`(c.amount_minor IS NULL OR (c.amount_minor = p.amount_minor AND c.currency = p.currency))`

/**
 * What is rejected as a duplicate is with the bank already: that tells nobody that a payment failed, whatever is known of its acceptance and in whatever
 * order it is told, unless two people say so.
 */
export const IS_DUPLICATE = Prisma.sql`(NOT c.upheld AND c.reason_code IS NOT NULL AND c.reason_code = ANY(${DUPLICATE_CODES}::text[]))`

/**
 * Two people have matched the entry of evidence `c` with one payment or block, and now another file tells the same entry as `isOther` than that.
 * One entry is money once: the later word moves nothing, unless it names what they chose as well, or two people match it too.
 */
const contradicts = (isOther: Prisma.Sql): Prisma.Sql => Prisma.sql`(c.matched_to IS NULL AND EXISTS (
  SELECT FROM bank_claim o
  WHERE o.booking = c.booking AND o.matched_to IS NOT NULL AND o.bank_message_id <> c.bank_message_id AND ${isOther}
    AND (c.kind = 'batch' OR o.amount_minor >= c.amount_minor)
    AND NOT EXISTS (SELECT FROM bank_claim n WHERE n.about = o.matched_to AND n.booking = o.booking AND n.matched_to IS NULL)))`

/** Of evidence `c` about instruction `i`, or about its block. */
export const CONTRADICTS_MATCH = contradicts(Prisma.sql`o.matched_to NOT IN (i.end_to_end_id, i.block_id)`)

/** Of evidence `c` about a block; a block of one payment is that payment. */
export const BATCH_CONTRADICTS_MATCH = contradicts(Prisma.sql`o.matched_to <> c.about
  AND NOT EXISTS (SELECT FROM settlement_instruction s WHERE s.end_to_end_id = o.matched_to AND s.block_id = c.about AND o.amount_minor = c.amount_minor)`)

/**
 * Of several bookings of one payment the same one counts, whichever came first; the others are findings. One that people have matched goes before
 * those that nobody has looked at, because its own finding is resolved for good.
 */
const IN_ORDER = Prisma.sql`ORDER BY c.matched_to IS NULL, c.booked_on NULLS LAST, c.booking, c.key LIMIT 1`

/** The charges of the booking, whichever file told them, and under which number. */
const CHARGES = Prisma.sql`c.booked_on, charges_most(c.charges) OVER () AS charges`

/** Whether notifications tell it, statements, or both. */
const TOLD = Prisma.sql`c.key, c.booking, c.notified, c.stated`

/** `b`: the booking by name. */
export const BOOKED_BY_NAME = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, coalesce(c.bank_reference, min(c.bank_reference) OVER ()) AS bank_reference, c.value_date, c.account_amount_minor, c.account_currency, c.exchange_rate, ${CHARGES},
    charges_most(c.charges_inside) OVER () AS charges_inside FROM bank_claim c
  WHERE c.about = i.end_to_end_id AND c.kind IN ('booking', 'unnamed', 'summary') AND ${AGREES} AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) b ON true`

/** `g`: the booking of the whole block. */
export const BOOKED_IN_BATCH = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, coalesce(c.bank_reference, min(c.bank_reference) OVER ()) AS bank_reference, c.booked_on, c.value_date FROM bank_claim c
  WHERE c.about = i.block_id AND c.kind IN ('batch', 'summary') AND (c.agrees OR c.matched_to IS NOT NULL) AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) g ON true`

/** `k`: what was charged for the payment by entries of their own. */
export const CHARGED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(currency, minor::text) AS charges FROM (
    SELECT c.currency, sum(c.amount_minor)::bigint AS minor FROM bank_claim c
    WHERE c.about = i.end_to_end_id AND c.kind = 'charge' AND c.problem IS NULL AND ${sameAccount('c.account', 'd.account')} GROUP BY c.currency) own) k ON true`

/** `t`: the return. */
export const RETURNED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT ${TOLD}, c.reason_code, c.reason_text, ${CHARGES} FROM bank_claim c
  WHERE c.about = i.end_to_end_id AND (c.kind = 'return' OR (c.kind = 'credit' AND c.matched_to IS NOT NULL)) AND ${AGREES}
    AND NOT ${CONTRADICTS_MATCH} ${IN_ORDER}) t ON true`

/** `r`: the rejection, the nearest first: of the payment, its block, its file. */
export const REJECTED = Prisma.sql`LEFT JOIN LATERAL (
  SELECT key, reason_code, reason_text, bank_reference, told_in FROM (
    (SELECT 1 AS level, c.key, c.reason_code, c.reason_text, c.bank_reference, c.bank_message_id AS told_in FROM bank_claim c
     WHERE c.about = i.end_to_end_id AND c.kind = 'rejection' AND c.message_id = m.message_id AND ${REJECTS} AND NOT ${IS_DUPLICATE})
    UNION ALL
    (SELECT CASE WHEN c.block_id IS NULL THEN 3 ELSE 2 END, c.key, c.reason_code, c.reason_text, c.bank_reference, c.bank_message_id FROM bank_claim c
     WHERE c.kind = 'rejection' AND c.end_to_end_id IS NULL AND c.message_id = m.message_id AND (c.block_id IS NULL OR c.block_id = i.block_id)
       AND NOT ${IS_DUPLICATE})) said
  ORDER BY level, reason_code NULLS LAST, reason_text NULLS LAST, key LIMIT 1) r ON true`
