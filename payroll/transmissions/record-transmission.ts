/**
 * The records around handing a file to the bank. Between the first and the second the file is linked into the bank's folder, at most once; when the
 * second never comes, the hand-over is put in doubt, and a person says whether the bank has the file.
 */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { type AuditAct, appendAudit } from '../journal/append-audit'
import { changePayouts } from '../journal/append-payouts'
import { factOf } from '../runs/change-run'
import { lockRun } from '../runs/lock-run'
import { refusedTransmission } from '../runs/release-refusals'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'

/** Announced, and not recorded. */
const UNDER_WAY = ['handing-over', 'in-doubt']

export type OutgoingMessage = {
  id: string
  runId: string
  status: string
  fileName: string
  /** Who said that the bank does not have it, and waits for a second person. */
  deniedBy: string | null
  deniedReason: string | null
  denialVersion: number
  /** The later day that one person proposed, and that waits for a second. */
  later: { date: string; by: string; reason: string } | null
  laterVersion: number
}

/**
 * Records that the file is about to be handed over, with the hash of its archived bytes. From here on nothing is written again by itself:
 * after a crash a person answers *Did the bank get this file?*, or the bank's own answer does.
 */
export function beginTransmission(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  sha256: string,
): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    if (message.status !== 'prepared') return wrongState(message, 'prepared')
    const late = await refusedTransmission(tx, message.id, call.now)
    if (late) return late
    await tx.$executeRaw`UPDATE bank_message SET status = 'handing-over', note = NULL, kept_late = false, sha256 = ${sha256}, hand_over_began_at = ${call.now},
      ${NOT_DENIED} WHERE id = ${message.id}::uuid`
    return { id: message.id }
  })
}

/** Says on the file why it is not handed over yet. The note goes when the hand-over begins. */
export function noteObstacle(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  note: string,
  isLate = false,
): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    if (message.status !== 'prepared') return wrongState(message, 'prepared')
    await tx.$executeRaw`UPDATE bank_message SET note = ${note}, kept_late = ${isLate} WHERE id = ${message.id}::uuid AND note IS DISTINCT FROM ${note}`
    return { id: message.id }
  })
}

/**
 * Says that a hand-over was interrupted and nobody can know how it ended. From here on a person may answer, so call it only when nothing of that
 * hand-over can reach the bank any more: one that was frozen and goes on after the answer *no* would pay twice.
 */
export function doubtTransmission(ledger: Ledger, call: CommandContext, bankMessageId: string): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    if (message.status !== 'handing-over') return wrongState(message, 'being sent to the bank')
    await tx.$executeRaw`UPDATE bank_message SET status = 'in-doubt' WHERE id = ${message.id}::uuid`
    return { id: message.id }
  })
}

/** Records that the bank has the file: its payouts are sent. */
export function recordTransmission(ledger: Ledger, call: CommandContext, bankMessageId: string): Promise<CommandResult<{ sent: number }>> {
  return execute<{ sent: number }>(
    ledger,
    call,
    async (tx) => {
      const message = await lockMessage(tx, call, bankMessageId)
      if (!message) return { code: 'not-found', what: 'file' }
      if (!UNDER_WAY.includes(message.status)) return wrongState(message, 'being sent to the bank')
      return { sent: await markSent(tx, call, message.id) }
    },
    RUN_TRANSITION_MS,
  )
}

/**
 * A person's *yes* to *Did the bank get this file?*: it is recorded as handed over, and never goes again. One person is enough, for nothing is paid
 * by it; *no* takes two (deny-hand-over.ts).
 */
export function affirmTransmission(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  reason: string,
): Promise<CommandResult<{ received: true }>> {
  return execute<{ received: true }>(
    ledger,
    call,
    async (tx) => {
      const message = await lockMessage(tx, call, bankMessageId)
      if (!message) return { code: 'not-found', what: 'file' }
      if (message.status !== 'in-doubt') return wrongState(message, 'waiting for an answer whether the bank has it')
      await markSent(tx, call, message.id)
      await auditAnswer(tx, call, message, 'audit.bank-received-file', reason)
      return { received: true }
    },
    RUN_TRANSITION_MS,
  )
}

/** Journals what a person said of the file, in the history of its run. */
export const auditAnswer = (tx: Transaction, call: CommandContext, message: OutgoingMessage, act: AuditAct['act'], reason: string | null) =>
  appendAudit(
    tx,
    { act, about: { type: 'bank-message', id: message.id }, detail: { runId: message.runId, file: message.fileName } },
    factOf(call, reason),
  )

/** What was said of an earlier hand-over does not hold for the next. */
const NOT_DENIED = Prisma.sql`denied_by = NULL, denied_at = NULL, denied_reason = NULL, denial_confirmed_by = NULL`

/** Also called when the bank answers for a file whose hand-over was not recorded: the answer proves it. */
export async function markSent(tx: Transaction, call: CommandContext, bankMessageId: string): Promise<number> {
  await tx.$executeRaw`UPDATE bank_message SET status = 'handed-over', handed_over_at = ${call.now}, ${NOT_DENIED} WHERE id = ${bankMessageId}::uuid`
  await tx.$executeRaw`UPDATE settlement_instruction SET status = 'sent' WHERE bank_message_id = ${bankMessageId}::uuid AND status = 'prepared'`
  return changePayouts(
    tx,
    Prisma.sql`
    UPDATE payout SET status = 'sent', version = payout.version + 1, sent_at = ${call.now}, status_since = ${call.now}
    FROM settlement_instruction instruction
    WHERE instruction.bank_message_id = ${bankMessageId}::uuid AND instruction.payout_id = payout.id AND instruction.attempt = payout.attempt
      AND payout.status = 'approved'
    RETURNING payout.*`,
    { ...factOf(call, null), type: 'payout.sent', changed: ['status', 'sentAt', 'endToEndId'] },
  )
}

/** An outgoing file under FOR UPDATE, its run locked first: the order every command keeps. Null when it is none of the caller's companies. */
export async function lockMessage(tx: Transaction, call: CommandContext, id: string): Promise<OutgoingMessage | null> {
  const [owner] = await tx.$queryRaw<
    { runId: string | null }[]
  >`SELECT run_id AS "runId" FROM bank_message WHERE id = ${id}::uuid AND direction = 'out'`
  if (!owner?.runId || !(await lockRun(tx, owner.runId, call.companies))) return null
  const [row] = await tx.$queryRaw<OutgoingMessage[]>`
    SELECT id, run_id AS "runId", status, file_name AS "fileName", denied_by AS "deniedBy", denied_reason AS "deniedReason",
      denial_version AS "denialVersion", later_version AS "laterVersion",
      CASE WHEN later_confirmed_by IS NULL AND later_by IS NOT NULL
        THEN json_build_object('date', later_date::text, 'by', later_by, 'reason', later_reason) END AS later
    FROM bank_message WHERE id = ${id}::uuid FOR UPDATE`
  return row ?? null
}

/** The rejection of a file that is not in the state that the act needs. */
export const wrongState = (message: OutgoingMessage, wanted: string): Rejection => ({
  code: 'wrong-state',
  what: 'file',
  status: message.status,
  wanted,
})
