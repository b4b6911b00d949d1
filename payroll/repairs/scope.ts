/** What a repair is about. */
import type { CopyRepairKind, ReplayScope } from '@/operations/repairs/repair'
import type { Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'
import { type Asked, replayScope } from './replayed'
import { stretchScope } from './stretch'

/** Null where a whole copy is meant. Rejections are those of the kind: `not-found`, `unsuited`, `wrong-state`. */
export async function scopeOf(tx: Transaction, kind: CopyRepairKind, asked: Asked): Promise<ReplayScope | Rejection | null> {
  if (kind === 'replay-payouts') return replayScope(tx, asked)
  if (kind === 'replay-from') return stretchScope(tx, asked)
  if (kind === 'rebuild-finance' && (asked.mart ?? asked.mismatch) !== undefined) return martScope(tx, asked)
  return null
}

/** One mart by its name, or the one that a difference is about. */
async function martScope(tx: Transaction, { mart, mismatch }: Asked): Promise<ReplayScope | Rejection> {
  const about = (name: string): ReplayScope => ({ payouts: [], copies: ['finance'], from: null, mismatch: mismatch ?? null, mart: name })
  if (mismatch === undefined) return about(mart ?? '')
  const [row] = await tx.$queryRaw<{ store: string; kind: string; subject: string; state: string }[]>`
    SELECT store, kind, subject, state FROM mismatch WHERE id = ${mismatch}::uuid`
  if (!row) return { code: 'not-found', what: 'mismatch' }
  if (row.state === 'repaired') return { code: 'wrong-state', what: 'mismatch', status: row.state, wanted: 'open' }
  if (row.store !== 'finance' || row.kind !== 'figure')
    return { code: 'unsuited', because: 'This difference is about no figure of finance.' }
  return about(row.subject)
}
