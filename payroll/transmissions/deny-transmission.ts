/** *Did the bank get this file?* No: said by one person and confirmed by another, for the file is handed over again, and the bank may pay it twice. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { conflictsInRuns } from '../runs/hands'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { auditAnswer, lockMessage, type OutgoingMessage, wrongState } from './record-transmission'

/** `version` is what a confirmation or refusal must have seen. */
export type Denied = { id: string; received: false; state: 'proposed' | 'confirmed' | 'withdrawn' | 'refused'; version: number }

/** Says that the bank does not have the file. Nothing is handed over yet. */
export function denyTransmission(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  reason: string,
): Promise<CommandResult<Denied>> {
  return execute<Denied>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    if (message.status !== 'in-doubt') return wrongState(message, 'waiting for an answer whether the bank has it')
    if (message.deniedBy !== null) return { code: 'proposed-before' }
    const version = message.denialVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET denied_by = ${call.actor.id}, denied_at = ${call.now}, denied_reason = ${reason}, denial_version = ${version}
      WHERE id = ${message.id}::uuid`
    await auditAnswer(tx, call, message, 'audit.bank-denial-proposed', reason)
    return { id: message.id, received: false, state: 'proposed', version }
  })
}

/** Confirms what another said: the archived bytes go again. Refused to who said it, and to who had a hand in the run. */
export function confirmDenial(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  seenVersion: number,
): Promise<CommandResult<Denied>> {
  return decideDenial(ledger, call, bankMessageId, seenVersion, async (tx, message) => {
    if (message.deniedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
    const hand = await conflictsInRuns(tx, [message.runId], call.actor.id)
    if (hand) return { code: 'hand-in-run', ...hand }
    const version = message.denialVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET status = 'prepared', denial_confirmed_by = ${call.actor.id}, denial_version = ${version} WHERE id = ${message.id}::uuid`
    await auditAnswer(tx, call, message, 'audit.bank-did-not-receive-file', message.deniedReason)
    return { id: message.id, received: false, state: 'confirmed', version }
  })
}

/** Takes one's own *no* back, or refuses another's: the question is open again. */
export function refuseDenial(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  seenVersion: number,
  reason: string,
): Promise<CommandResult<Denied>> {
  return decideDenial(ledger, call, bankMessageId, seenVersion, async (tx, message) => {
    const own = message.deniedBy === call.actor.id
    const version = message.denialVersion + 1
    await tx.$executeRaw`
      UPDATE bank_message SET denied_by = NULL, denied_at = NULL, denied_reason = NULL, denial_version = ${version} WHERE id = ${message.id}::uuid`
    await auditAnswer(tx, call, message, own ? 'audit.bank-denial-withdrawn' : 'audit.bank-denial-refused', reason)
    return { id: message.id, received: false, state: own ? 'withdrawn' : 'refused', version }
  })
}

function decideDenial(
  ledger: Ledger,
  call: CommandContext,
  bankMessageId: string,
  seenVersion: number,
  work: (tx: Transaction, message: OutgoingMessage) => Promise<Denied | Rejection>,
): Promise<CommandResult<Denied>> {
  return execute<Denied>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    if (message.status !== 'in-doubt') return wrongState(message, 'waiting for an answer whether the bank has it')
    if (message.deniedBy === null || message.denialVersion !== seenVersion) return { code: 'proposal-changed' }
    return work(tx, message)
  })
}
