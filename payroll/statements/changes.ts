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
  SELECT o.event::json #>> '{data,payout,status}' AS status FROM outbox o WHERE o.aggregate_id = m.id AND o.version = m.first - 1)`
const IN_THE_LEDGER = Prisma.sql`(SELECT o.status FROM public.payout o WHERE o.id = m.id)`

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
    SELECT p.id AS "payoutId", p.run_id AS "runId", before.status AS was, p.status AS becomes, i.reason_code AS "reasonCode",
      i.reason_text AS "reasonText", i.bank_reference AS "bankReference", said.booked_on::text AS "bookedOn", said.words
    FROM moved m JOIN payout p ON p.id = m.id JOIN payroll_run r ON r.id = p.run_id
    JOIN LATERAL ${before} before ON true
    LEFT JOIN settlement_instruction i ON i.payout_id = p.id AND i.attempt = p.attempt
    LEFT JOIN LATERAL (
      SELECT c.booked_on, concat_ws(' · ', c.counterparty, c.reason_text, nullif(c.reference, c.end_to_end_id)) AS words
      FROM (SELECT * FROM bank_claim WHERE about IN (i.end_to_end_id, i.block_id) OFFSET 0) c WHERE c.bank_message_id IN (SELECT id FROM own)
      ORDER BY c.about = i.end_to_end_id DESC, c.key LIMIT 1) said ON true
    ORDER BY r.reference, p.line_number`
