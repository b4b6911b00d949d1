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
    SELECT f.id, f.file_name AS "fileName", f.sha256, f.state, f.version, f.reason, f.run_ids AS "runIds", f.effect, f.proposed_by AS "proposedBy",
      coalesce(u.name || ' (' || u.email || ')', f.proposed_by) AS "proposedByWords"
    FROM bank_file_proposal f LEFT JOIN app_user u ON u.id = f.proposed_by 
    WHERE f.id = ${id}::uuid AND ${isProposalOf(call.companies)} FOR UPDATE OF f`
  if (!row) return null
  return row.state === 'proposed' ? row : { code: 'wrong-state', what: 'file', status: row.state, wanted: 'proposed' }
}
