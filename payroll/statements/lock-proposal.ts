/** A bank's file that a person has proposed, locked for a decision. */
import type { Transaction } from '@/prisma/connect'
import type { CommandContext } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { isProposalOf } from './bank-file-proposals'

export type LockedProposal = {
  id: string
  fileName: string
  sha256: string
  state: string
  version: number
  reason: string
  runIds: string[]
  effect: string
  proposedBy: string
  /** By name and sign-in. */
  proposedByWords: string
}

/** Under FOR UPDATE; null when there is none, or it speaks of more than the companies the caller works for. */
export async function lockProposal(tx: Transaction, call: CommandContext, id: string): Promise<LockedProposal | Rejection | null> {
  const [row] = await tx.$queryRaw<LockedProposal[]>`
    SELECT proposal.id, proposal.file_name AS "fileName", proposal.sha256, proposal.state, proposal.version, proposal.reason, proposal.run_ids AS "runIds",
      proposal.effect, proposal.proposed_by AS "proposedBy",
      coalesce(app_user.name || ' (' || app_user.email || ')', proposal.proposed_by) AS "proposedByWords"
    FROM bank_file_proposal proposal LEFT JOIN app_user ON app_user.id = proposal.proposed_by 
    WHERE proposal.id = ${id}::uuid AND ${isProposalOf(call.companies)} FOR UPDATE OF proposal`
  if (!row) return null
  return row.state === 'proposed' ? row : { code: 'wrong-state', what: 'file', status: row.state, wanted: 'proposed' }
}
