/** What the transaction that is going on has done to payments, read from what it has journalled: whatever moved them, nothing is missing here. */
import { createHash } from 'node:crypto'
import { Prisma, type Transaction } from '@/prisma/connect'
import { piecesOf } from '../transaction/chunks'
import type { Applied } from './apply'

/** One payment: from which state to which, and what the bank says of it. */
export type PaymentChange = {
  payoutId: string
  was: string
  becomes: string
  reasonCode: string | null
  reasonText: string | null
  bankReference: string | null
  /** "2026-11-25", as the bank booked it. */
  bookedOn: string | null
  /** The bank's own words beside it. */
  words: string | null
}

/** What a file does: per message, per payment, the runs it concerns, and a hash by which two looks at it are told apart. */
export type FileEffect = { messages: Applied[]; changes: PaymentChange[]; runIds: string[]; effect: string }

/** Call it in the transaction that has applied `messages` of the file with these bytes. */
export const effectOf = (tx: Transaction, messages: Applied[], fileSha256: string): Promise<FileEffect> =>
  effect(tx, messages, fileSha256, JOURNALLED_BEFORE)

/** Call it in the transaction that has applied them to copies (apart.ts). */
export const effectApart = (tx: Transaction, messages: Applied[], fileSha256: string): Promise<FileEffect> =>
  effect(tx, messages, fileSha256, IN_THE_LEDGER)

/** `before` the file: what the journal says of the version before, or, of copies, what the ledger still has. */
const JOURNALLED_BEFORE = Prisma.sql`(
  SELECT outbox.event::json #>> '{data,payout,status}' AS status FROM outbox WHERE outbox.aggregate_id = moved.id AND outbox.version = moved.first - 1)`
const IN_THE_LEDGER = Prisma.sql`(SELECT payout.status FROM public.payout WHERE payout.id = moved.id)`

async function effect(tx: Transaction, messages: Applied[], fileSha256: string, before: Prisma.Sql): Promise<FileEffect> {
  const told = messages.map(({ place, kind, messageId, outcome, findings }) => [place, kind, messageId, outcome, findings])
  const hash = createHash('sha256').update(JSON.stringify(told))
  const changes: PaymentChange[] = []
  const runs = new Set(messages.flatMap((message) => message.runs.map(({ id }) => id)))
  for await (const rows of piecesOf<PaymentChange & { runId: string }>(tx, changesOf(fileSha256, before))) {
    for (const { runId, ...change } of rows) {
      const { payoutId, was, becomes, reasonCode, bankReference } = change
      hash.update(JSON.stringify([payoutId, was, becomes, reasonCode, bankReference]))
      changes.push(change)
      runs.add(runId)
    }
  }
  const runIds = [...runs].sort()
  return { messages, changes, runIds, effect: hash.update(JSON.stringify(runIds)).digest('hex') }
}

/** In the order of runs and their lines; of a payment that moved twice, from its first state to its last. */
const changesOf = (fileSha256: string, before: Prisma.Sql): Prisma.Sql => Prisma.sql`
    WITH moved AS MATERIALIZED (
      SELECT aggregate_id AS id, min(version) AS first FROM outbox
      WHERE xid = pg_current_xact_id() AND aggregate_type = 'payout' GROUP BY aggregate_id
    ), own AS MATERIALIZED (SELECT id FROM bank_message WHERE file_sha256 = ${fileSha256} AND direction = 'in')
    SELECT payout.id AS "payoutId", payout.run_id AS "runId", before.status AS was, payout.status AS becomes, instruction.reason_code AS "reasonCode",
      instruction.reason_text AS "reasonText", instruction.bank_reference AS "bankReference", said.booked_on::text AS "bookedOn", said.words
    FROM moved JOIN payout ON payout.id = moved.id JOIN payroll_run run ON run.id = payout.run_id
    JOIN LATERAL ${before} before ON true
    LEFT JOIN settlement_instruction instruction ON instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
    LEFT JOIN LATERAL (
      SELECT claim.booked_on, concat_ws(' · ', claim.counterparty, claim.reason_text, nullif(claim.reference, claim.end_to_end_id)) AS words
      FROM (SELECT * FROM bank_claim WHERE about IN (instruction.end_to_end_id, instruction.block_id) OFFSET 0) claim
        WHERE claim.bank_message_id IN (SELECT id FROM own)
      ORDER BY claim.about = instruction.end_to_end_id DESC, claim.key LIMIT 1) said ON true
    ORDER BY run.reference, payout.line_number`
