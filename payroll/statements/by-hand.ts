/**
 * A bank's file that a person brings: shown, proposed with a reason, and applied when a second person confirms exactly what they saw. Whoever confirms has
 * neither proposed it nor had a hand in a run it concerns.
 */
import type { BankDocument } from '@/iso20022/report-types'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { conflictsInRuns } from '../runs/hands'
import { inChunks } from '../transaction/chunks'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import { isRejection, type Rejection } from '../transaction/rejections'
import { tryApart, Undone } from './apart'
import { applyAll, applyDocuments, FILE_MS, type ReceivedFile } from './apply'
import { effectApart, effectOf, type FileEffect } from './changes'
import { type CompaniesOf, companiesOf, isOf } from './companies-of'
import { lockBankFiles } from './lock-bank-files'
import { type LockedProposal, lockProposal } from './lock-proposal'

export type Proposed = { id: string; state: 'proposed' | 'applied' | 'withdrawn' | 'refused'; version: number }

/** What a file does, and of which companies it speaks. */
type Would = FileEffect & CompaniesOf

/**
 * What applying the file would do now: the same work on copies, in one snapshot. It locks nothing, so the gateway takes files in and people approve
 * meanwhile; what they change may change the effect, which is why the second person's confirmation works it out anew.
 * Rejects with `not-all-yours` a file that speaks of more than the companies the caller works for.
 */
export async function previewBankFile(
  ledger: Ledger,
  call: CommandContext,
  file: ReceivedFile,
  documents: readonly BankDocument[],
): Promise<Would | Rejection> {
  const would = await tryApart(ledger, documents, async (tx) => {
    const messages = await applyDocuments(tx, call, file, documents)
    return wouldOf(tx, await effectApart(tx, messages, file.sha256), documents)
  })
  // Of a file that cannot be read at all nothing is told but why.
  const isRead = documents.some(({ report }) => report.kind !== 'unreadable')
  return isRead && !isOf(would, call.companies) ? { code: 'not-all-yours' } : would
}

async function wouldOf(tx: Transaction, does: FileEffect, documents: readonly BankDocument[]): Promise<Would> {
  return { ...does, ...(await companiesOf(tx, documents, does.runIds)) }
}

/**
 * Proposes the file; its bytes are in the archive already. Refused when nothing of it would be applied, and when it is proposed already.
 * @param seen the `effect` of the preview that the person looked at; null when they looked at none.
 */
export async function proposeBankFile(
  ledger: Ledger,
  call: CommandContext,
  file: ReceivedFile,
  documents: readonly BankDocument[],
  { reason, seen }: { reason: string; seen: string | null },
): Promise<CommandResult<Proposed>> {
  const would = await previewBankFile(ledger, call, file, documents)
  if (isRejection(would)) return { result: { ok: false, rejection: would }, mark: null, replayed: false }
  return execute<Proposed>(ledger, call, async (tx) => {
    const [open] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM bank_file_proposal WHERE sha256 = ${file.sha256} AND state = 'proposed' FOR UPDATE`
    if (open) return { code: 'proposed-before' }
    const nothing = whyNothing(would)
    if (nothing) return nothing
    if (seen !== null && seen !== would.effect) return { code: 'effect-changed' }
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO bank_file_proposal (file_name, sha256, reason, messages, run_ids, effect, company_ids, unfiled, looked_at, proposed_by,
        proposed_at)
      VALUES (${file.fileName}, ${file.sha256}, ${reason}, ${JSON.stringify(would.messages)}::jsonb, ${would.runIds}::uuid[], ${would.effect},
        ${would.companyIds}::uuid[], ${would.unfiled}, ${call.now}, ${call.actor.id}, ${call.now})
      RETURNING id`
    const { id } = row as { id: string }
    await keepChanges(tx, id, would)
    await audit(tx, call, { id, ...file }, 'audit.bank-file-proposed', reason)
    return { id, state: 'proposed', version: 1 }
  })
}

/** Nothing of it is an answer of the bank, or all of it came before. */
function whyNothing({ messages }: FileEffect): Rejection | null {
  // A message that contradicts an earlier one opens an exception, which two people decide.
  if (messages.some(({ outcome, findings }) => outcome === 'applied' || outcome === 'nothing-new' || findings > 0)) return null
  return { code: 'nothing-to-apply', because: messages[0]?.note ?? 'No message was found in it.' }
}

/** What a person looked at. */
export type SeenProposal = { id: string; version: number; effect: string }

/**
 * Applies the file. What it would do is worked out anew: if that is not what the person saw, nothing is done, and the proposal shows what it would do
 * now. The gateway may have taken the same file in meanwhile; then it would do nothing.
 */
export async function confirmBankFile(
  ledger: Ledger,
  call: CommandContext,
  seen: SeenProposal,
  documents: readonly BankDocument[],
): Promise<CommandResult<Proposed>> {
  try {
    return await execute<Proposed>(ledger, call, (tx) => applyProposed(tx, call, seen, documents), FILE_MS)
  } catch (error) {
    if (!(error instanceof Undone)) throw error
    const would: Would = error.would
    return execute<Proposed>(ledger, call, async (tx) => {
      const proposal = await lockProposal(tx, call, seen.id)
      if (!proposal || isRejection(proposal)) return proposal ?? { code: 'not-found', what: 'file' }
      await showAnew(tx, call, proposal, would)
      return { code: 'effect-changed' }
    })
  }
}

async function applyProposed(
  tx: Transaction,
  call: CommandContext,
  seen: SeenProposal,
  documents: readonly BankDocument[],
): Promise<Proposed | Rejection> {
  // In the order of locks that the gateway keeps: bank files first.
  await lockBankFiles(tx)
  const proposal = await lockProposal(tx, call, seen.id)
  if (!proposal || isRejection(proposal)) return proposal ?? { code: 'not-found', what: 'file' }
  if (proposal.version !== seen.version || proposal.effect !== seen.effect) return { code: 'proposal-changed' }
  if (proposal.proposedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
  const hand = await conflictsInRuns(tx, proposal.runIds, call.actor.id)
  if (hand) return { code: 'hand-in-run', ...hand }
  const version = proposal.version + 1
  await tx.$executeRaw`
    UPDATE bank_file_proposal SET state = 'applied', version = ${version}, decided_by = ${call.actor.id}, decided_at = ${call.now}
    WHERE id = ${proposal.id}::uuid`
  const by = `By hand from ${proposal.fileName}, proposed by ${proposal.proposedByWords}: ${proposal.reason}`
  const { messages } = await applyAll(tx, call, proposal, documents, by)
  const does = await wouldOf(tx, await effectOf(tx, messages, proposal.sha256), documents)
  if (does.effect !== proposal.effect) throw new Undone(does)
  // Those of this transaction: the same bytes may lie there from another day.
  await tx.$executeRaw`
    UPDATE bank_message SET proposal_id = ${proposal.id}::uuid WHERE file_sha256 = ${proposal.sha256} AND direction = 'in' AND xmin = pg_current_xact_id()::xid`
  await audit(tx, call, proposal, 'audit.bank-file-confirmed', proposal.reason)
  return { id: proposal.id, state: 'applied', version }
}

/** Takes one's own proposal back, or refuses another's. */
export function endProposal(
  ledger: Ledger,
  call: CommandContext,
  seen: { id: string; version: number },
  reason: string,
): Promise<CommandResult<Proposed>> {
  return execute<Proposed>(ledger, call, async (tx) => {
    const proposal = await lockProposal(tx, call, seen.id)
    if (!proposal || isRejection(proposal)) return proposal ?? { code: 'not-found', what: 'file' }
    if (proposal.version !== seen.version) return { code: 'proposal-changed' }
    const state = proposal.proposedBy === call.actor.id ? 'withdrawn' : 'refused'
    const version = proposal.version + 1
    await tx.$executeRaw`
      UPDATE bank_file_proposal SET state = ${state}, version = ${version}, decided_by = ${call.actor.id}, decided_at = ${call.now}, decided_reason = ${reason}
      WHERE id = ${proposal.id}::uuid`
    await audit(tx, call, proposal, `audit.bank-file-${state}`, reason)
    return { id: proposal.id, state, version }
  })
}

async function showAnew(tx: Transaction, call: CommandContext, proposal: LockedProposal, would: Would): Promise<void> {
  await tx.$executeRaw`
    UPDATE bank_file_proposal SET version = version + 1, messages = ${JSON.stringify(would.messages)}::jsonb, run_ids = ${would.runIds}::uuid[],
      effect = ${would.effect}, company_ids = ${would.companyIds}::uuid[], unfiled = ${would.unfiled}, looked_at = ${call.now}
    WHERE id = ${proposal.id}::uuid`
  await tx.$executeRaw`DELETE FROM bank_file_change WHERE proposal_id = ${proposal.id}::uuid`
  await keepChanges(tx, proposal.id, would)
}

async function keepChanges(tx: Transaction, proposalId: string, { changes }: FileEffect): Promise<void> {
  const numbered = changes.map((change, index) => ({ n: index + 1, ...change }))
  for (const chunk of inChunks(numbered)) {
    await tx.$executeRaw`
      INSERT INTO bank_file_change (proposal_id, n, payout_id, was, becomes, reason_code, reason_text, bank_reference, booked_on, words)
      SELECT ${proposalId}::uuid, n, "payoutId", was, becomes, "reasonCode", "reasonText", "bankReference", "bookedOn", words
      FROM json_to_recordset(${JSON.stringify(chunk)}::json) AS c(n int, "payoutId" uuid, was text, becomes text, "reasonCode" text, "reasonText" text,
        "bankReference" text, "bookedOn" date, words text)`
  }
}

function audit(
  tx: Transaction,
  call: CommandContext,
  { id, fileName, sha256 }: { id: string; fileName: string; sha256: string },
  act: `audit.${string}`,
  reason: string,
): Promise<number> {
  return appendAudit(tx, { act, about: { type: 'bank-file-proposal', id }, detail: { file: fileName, sha256 } }, factOf(call, reason))
}
