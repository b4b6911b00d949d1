/** A bank's file that a person has proposed, locked for a decision. */
import type { Transaction } from '@/prisma/connect'
import type { Rejection } from '../../rules/rejections'
import type { Call } from '../execute'

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

/** Under FOR UPDATE; null when there is none, or the caller works for some companies only: a bank's file may speak of all. */
export async function lockProposal(tx: Transaction, call: Call, id: string): Promise<LockedProposal | Rejection | null> {
  if (call.companies !== null) return null
  const [row] = await tx.$queryRaw<LockedProposal[]>`
    SELECT f.id, f.file_name AS "fileName", f.sha256, f.state, f.version, f.reason, f.run_ids AS "runIds", f.effect, f.proposed_by AS "proposedBy",
      coalesce(u.name || ' (' || u.email || ')', f.proposed_by) AS "proposedByWords"
    FROM bank_file_proposal f LEFT JOIN app_user u ON u.id = f.proposed_by WHERE f.id = ${id}::uuid FOR UPDATE OF f`
  if (!row) return null
  return row.state === 'proposed' ? row : { code: 'wrong-state', what: 'file', status: row.state, wanted: 'proposed' }
}
