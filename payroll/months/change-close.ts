/** What the commands of a month's close have in common. */
import type { Transaction } from '@/prisma/connect'
import type { CommandContext } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { checklistOf, type FiguresReach, type Item, obstacles } from './checklist'
import { type Close, type CloseState, readClose } from './closes'
import { ledgerFacts } from './ledger-facts'
import { monthWords } from './month'

export type CloseChanged = { id: string; month: string; state: CloseState; version: number }
export type SeenClose = { id: string; version: number }

/** Two at once would both find the order as it was: the second waits here. The database's rules take the same lock. */
export const lockMonths = (tx: Transaction): Promise<unknown> =>
  tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended('month-close', 0))) AS taken`

/** The close as it was seen, in the state that is wanted. */
export async function seenClose(tx: Transaction, { id, version: seen }: SeenClose, wanted: CloseState): Promise<Close | Rejection> {
  const close = await readClose(tx, id)
  if (!close) return { code: 'not-found', what: 'month-close' }
  if (close.state !== wanted) return { code: 'wrong-state', what: 'month-close', status: close.state, wanted }
  if (close.version !== seen) {
    const changed = [{ field: 'version', seen, now: close.version }]
    return { code: 'version-behind', current: { state: close.state, version: close.version }, changed }
  }
  return close
}

/** The checklist in this transaction; what is red, as a reason to say no. */
export async function checked(
  tx: Transaction,
  month: string,
  figures: FiguresReach,
  prepared: Pick<Close, 'era' | 'position'> | null,
): Promise<{ items: Item[]; round: number; era: number; refusal: Rejection | null }> {
  const facts = await ledgerFacts(tx, month, prepared)
  const items = checklistOf(month, facts, figures, prepared)
  const blocking = obstacles(items, prepared ? 'close' : 'prepare')
  const because = `${monthWords(month)} cannot be ${prepared ? 'closed' : 'prepared'} yet. ${blocking.map(({ sentence }) => sentence).join(' ')}`
  return { items, round: facts.round, era: facts.era, refusal: blocking.length > 0 ? { code: 'unsuited', because } : null }
}

/** What the journal says an act was about. */
export const aboutClose = ({ id, month, position, round }: Pick<Close, 'id' | 'month' | 'position' | 'round'>) => ({
  about: { type: 'month-close', id },
  detail: { month, position, round },
})

/** A call of the process that makes packs. */
export const callOfJobs = (now: Date, requestId: string): CommandContext => ({
  actor: { kind: 'process', id: 'jobs', name: 'Jobs' },
  requestId,
  now,
  companies: null,
  idempotency: null,
})
