/** Keeps the evidence in a bank's message. What came before, in this file or another, is not kept twice. */
import { setImmediate as turn } from 'node:timers/promises'
import { Prisma, type Transaction } from '@/prisma/connect'
import { inChunks, rowsOf } from '../transaction/chunks'
import type { Evidence } from './evidence'

const ROW =
  Prisma.raw(`(key text, kind text, booking text, "endToEndId" text, "blockId" text, "messageId" text, "amountMinor" bigint, currency text, payments int,
  account text, "bookedOn" date, "valueDate" date, "bankReference" text, charges jsonb, "chargesInside" jsonb, "accountAmountMinor" bigint,
  "accountCurrency" text, "exchangeRate" text, "reasonCode" text, "reasonText" text, counterparty text, reference text, problem text,
  status text, "entryAmountMinor" bigint, "entryCurrency" text, direction text, telling smallint)`)

/**
 * Notification and statement tell the same booking with more or less beside it: what one leaves out is taken from the other, by a rule that does
 * not ask which came first.
 * @returns the keys of the evidence that is new, or that says more now.
 */
export async function storeEvidence(tx: Transaction, message: { id: string; kind: string }, claims: Iterable<Evidence>): Promise<string[]> {
  const keys = new Set<string>()
  for (const chunk of inChunks(claims)) {
    await turn() // a chunk is written out at one go after it is made at one go
    for (const key of await remember(tx, message, chunk)) keys.add(key)
    for (const key of await countTellings(tx, message.kind, chunk)) keys.add(key)
  }
  return [...keys]
}

/**
 * Which kinds of message tell a booking, and as which of its payment: two are told apart by that.
 * @returns those for which it may matter now, because their payment has another.
 */
async function countTellings(tx: Transaction, kind: string, claims: readonly Evidence[]): Promise<string[]> {
  const told = claims.filter((claim) => claim.booking !== null && claim.telling > 0).map(({ key, telling }) => ({ key, telling }))
  const column = Prisma.raw(kind === 'camt.054' ? 'notified' : 'stated')
  const rows = await tx.$queryRaw<{ key: string }[]>`
    WITH told AS (
      UPDATE bank_claim claim SET ${column} = greatest(claim.${column}, said.telling)
      FROM (SELECT key, max(telling) AS telling FROM json_to_recordset(${JSON.stringify(told)}::json) AS item(key text, telling smallint) GROUP BY key) said
      WHERE claim.key = said.key AND claim.${column} IS DISTINCT FROM greatest(claim.${column}, said.telling)
      RETURNING claim.key, claim.about)
    SELECT told.key FROM told WHERE EXISTS (SELECT FROM bank_claim claim WHERE claim.about = told.about AND claim.key <> told.key
      AND claim.booking IS NOT NULL)`
  return rows.map((row) => row.key)
}

async function remember(tx: Transaction, message: { id: string; kind: string }, claims: readonly Evidence[]): Promise<string[]> {
  const once = [...new Map(claims.map((claim) => [claim.key, claim])).values()]
  const rows = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO bank_claim AS claim (key, kind, bank_message_id, booking, end_to_end_id, block_id, message_id, amount_minor, currency, payments, account,
      booked_on,
      value_date, bank_reference, charges, charges_inside, account_amount_minor, account_currency, exchange_rate, reason_code, reason_text, counterparty, reference, problem,
      status, entry_amount_minor, entry_currency, direction, notified, stated)
    SELECT key, kind, ${message.id}::uuid, booking, "endToEndId", "blockId", "messageId", "amountMinor", currency, payments, account, "bookedOn",
      "valueDate", "bankReference", charges, "chargesInside", "accountAmountMinor", "accountCurrency", "exchangeRate", "reasonCode", "reasonText", counterparty, reference, problem,
      status, "entryAmountMinor", "entryCurrency", direction, CASE WHEN ${message.kind} = 'camt.054' AND booking IS NOT NULL THEN telling END,
      CASE WHEN ${message.kind} = 'camt.053' AND booking IS NOT NULL THEN telling END
    FROM json_to_recordset(${JSON.stringify(once)}::json) AS given${ROW}
    ON CONFLICT (key) DO UPDATE SET charges = charges_more(claim.charges, excluded.charges),
      charges_inside = charges_more(claim.charges_inside, excluded.charges_inside), value_date = least(claim.value_date, excluded.value_date),
      account_amount_minor = least(claim.account_amount_minor, excluded.account_amount_minor),
      account_currency = least(claim.account_currency, excluded.account_currency),
      exchange_rate = least(claim.exchange_rate, excluded.exchange_rate), bank_reference = least(claim.bank_reference, excluded.bank_reference),
      booked_on = least(claim.booked_on, excluded.booked_on), reason_code = least(claim.reason_code, excluded.reason_code),
      reason_text = least(claim.reason_text, excluded.reason_text), counterparty = least(claim.counterparty, excluded.counterparty)
    WHERE (claim.charges, claim.charges_inside, claim.value_date, claim.account_amount_minor, claim.account_currency, claim.exchange_rate, claim.bank_reference,
      claim.booked_on, claim.reason_code, claim.reason_text, claim.counterparty) IS DISTINCT FROM (
      charges_more(claim.charges, excluded.charges), charges_more(claim.charges_inside, excluded.charges_inside), least(claim.value_date, excluded.value_date),
      least(claim.account_amount_minor, excluded.account_amount_minor), least(claim.account_currency, excluded.account_currency),
      least(claim.exchange_rate, excluded.exchange_rate), least(claim.bank_reference, excluded.bank_reference), least(claim.booked_on, excluded.booked_on),
      least(claim.reason_code, excluded.reason_code), least(claim.reason_text, excluded.reason_text), least(claim.counterparty, excluded.counterparty))
    RETURNING key`
  return rows.map((row) => row.key)
}

/** Those of the ids that are end-to-end ids of ours. */
export async function oursAmong(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const ours = new Set<string>()
  for (const some of inChunks(ids)) {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT end_to_end_id AS id FROM settlement_instruction WHERE end_to_end_id = ANY(${some}::text[])`
    for (const { id } of rows) ours.add(id)
  }
  return ours
}

/** The end-to-end ids of the payments that this evidence says something of. */
export async function paymentsSpokenOf(tx: Transaction, keys: readonly string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    Prisma.sql`
    WITH said AS MATERIALIZED (SELECT * FROM bank_claim WHERE key = ANY(${keys}::text[]))
    SELECT instruction.end_to_end_id AS id FROM said JOIN settlement_instruction instruction ON instruction.end_to_end_id = said.about
    UNION SELECT instruction.end_to_end_id FROM said JOIN settlement_instruction instruction ON instruction.block_id = said.about
      WHERE said.kind IN ('batch', 'summary')
    UNION SELECT instruction.end_to_end_id FROM said JOIN settlement_instruction instruction ON instruction.block_id = said.block_id
      WHERE said.kind = 'rejection' AND said.end_to_end_id IS NULL
    UNION SELECT instruction.end_to_end_id FROM said JOIN bank_message message ON message.message_id = said.message_id AND message.direction = 'out'
      JOIN settlement_instruction instruction ON instruction.bank_message_id = message.id
      WHERE said.kind = 'rejection' AND said.end_to_end_id IS NULL AND said.block_id IS NULL
    -- A rejection may be what a batch that did not agree has waited for.
    UNION SELECT end_to_end_id FROM settlement_instruction WHERE block_id IN (
      SELECT DISTINCT instruction.block_id FROM said JOIN settlement_instruction instruction ON instruction.end_to_end_id = said.end_to_end_id
      WHERE said.kind = 'rejection' AND EXISTS (SELECT FROM bank_claim claim WHERE claim.kind = 'batch' AND claim.about = instruction.block_id))`,
  )
  return rows.map((row) => row.id)
}
