/** A bank file that came too late for its day goes out for the next day its bank can pay: one person proposes it, another confirms it. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { type AuditAct, appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { conflictsInRuns } from '../runs/hands'
import { refusedTransmission } from '../runs/release-refusals'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { lockMessage, type OutgoingMessage, wrongState } from './record-transmission'

/** `executionDate` is the day that is proposed or set. `version` is what a confirmation or refusal must have seen. */
export type LaterDay = {
  id: string
  executionDate: string
  state: 'proposed' | 'confirmed' | 'withdrawn' | 'refused'
  version: number
}

type Late = { is: string; next: string }

/**
 * Proposes the next day that the file's bank can pay; nothing moves yet. A proposed day that has become too late itself gives way to a new proposal.
 * Rejects with `wrong-state` while the file can still be paid on its day, and with `proposed-before` while another proposal of that day waits.
 */
export function proposeLaterDay(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  reason: string,
): Promise<CommandResult<LaterDay>> {
  return decideLaterDay(ledger, call, bankMessageId, async (tx, message, late) => {
    if (message.later?.date === late.next) return { code: 'proposed-before' }
    const version = message.laterVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET later_date = ${late.next}::date, later_by = ${call.actor.id}, later_at = ${call.now}, later_reason = ${reason},
        later_confirmed_by = NULL, later_version = ${version} WHERE id = ${message.id}::uuid`
    await audit(tx, call, message, 'audit.bank-file-later-day-proposed', { was: late.is, executionDate: late.next }, reason)
    return { id: message.id, executionDate: late.next, state: 'proposed', version }
  })
}

/**
 * Confirms the day that another proposed: the file goes out for it. A file whose bytes were made before keeps them, for its bank may have it after all,
 * and shall see that it is the same one; the date in it is then a past one, which banks execute on the next day or refuse.
 * Rejects with `four-eyes` who proposed it, with `hand-in-run` who had a hand in the run, and with `pay-date` a day that has become too late.
 */
export function confirmLaterDay(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  seenVersion: number,
): Promise<CommandResult<LaterDay>> {
  return decideLaterDay(ledger, call, bankMessageId, async (tx, message, late) => {
    const { later } = message
    if (!later || message.laterVersion !== seenVersion) return { code: 'proposal-changed' }
    if (later.by === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
    const hand = await conflictsInRuns(tx, [message.runId], call.actor.id)
    if (hand) return { code: 'hand-in-run', ...hand }
    const refused = await refusedTransmission(tx, message.id, call.now, later.date)
    if (refused) return refused
    const version = message.laterVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET execution_date = later_date, note = NULL, kept_late = false, later_confirmed_by = ${call.actor.id},
        later_version = ${version} WHERE id = ${message.id}::uuid`
    await audit(tx, call, message, 'audit.bank-file-moved', { was: late.is, executionDate: later.date }, later.reason)
    return { id: message.id, executionDate: later.date, state: 'confirmed', version }
  })
}

/** Takes one's own proposal back, or refuses another's: the file stays kept back. */
export function refuseLaterDay(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  seenVersion: number,
  reason: string,
): Promise<CommandResult<LaterDay>> {
  return decideLaterDay(ledger, call, bankMessageId, async (tx, message) => {
    const { later } = message
    if (!later || message.laterVersion !== seenVersion) return { code: 'proposal-changed' }
    const state = later.by === call.actor.id ? 'withdrawn' : 'refused'
    const version = message.laterVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET later_date = NULL, later_by = NULL, later_at = NULL, later_reason = NULL, later_version = ${version}
      WHERE id = ${message.id}::uuid`
    await audit(tx, call, message, `audit.bank-file-later-day-${state}`, { executionDate: later.date }, reason)
    return { id: message.id, executionDate: later.date, state, version }
  })
}

function decideLaterDay(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  work: (tx: Transaction, message: OutgoingMessage, late: Late) => Promise<LaterDay | Rejection>,
): Promise<CommandResult<LaterDay>> {
  return execute<LaterDay>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    const wanted = 'too late for its pay date'
    if (message.status !== 'prepared') return wrongState(message, wanted)
    const late = await refusedTransmission(tx, message.id, call.now)
    if (late?.code !== 'pay-date') return { code: 'wrong-state', what: 'file', status: 'in time for its pay date', wanted }
    return work(tx, message, { is: late.problem.payDate, next: late.next })
  })
}

/** In the history of the file's run. */
const audit = (
  tx: Transaction,
  call: CommandContext,
  message: OutgoingMessage,
  act: AuditAct['act'],
  days: { was?: string; executionDate: string },
  reason: string,
) =>
  appendAudit(
    tx,
    { act, about: { type: 'bank-message', id: message.id }, detail: { runId: message.runId, file: message.fileName, ...days } },
    factOf(call, reason),
  )
