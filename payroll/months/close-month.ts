/** Another person closes a month that was prepared. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { aboutClose, type CloseChanged, checked, lockMonths, type SeenClose, seenClose } from './change-close'
import type { FiguresReach } from './checklist'
import type { Close } from './closes'

/** How the pack's files are on disk: the hash of their list, and the names of those that are not as they were written. */
export type PackFound = { hash: string | null; damaged: readonly string[] }

/**
 * Closes it: the checklist is asked again within the transaction. Rejections: `not-found`, `wrong-state`, `version-behind`, `four-eyes` for whoever prepared
 * it or explained a part of it, `unsuited` while something is red or the pack is not whole.
 */
export function closeMonth(
  ledger: Ledger,
  call: CommandContext,
  seen: SeenClose,
  { figures, pack }: { figures: FiguresReach; pack: PackFound },
): Promise<CommandResult<CloseChanged>> {
  return execute<CloseChanged>(
    ledger,
    call,
    async (tx) => {
      await lockMonths(tx)
      const close = await seenClose(tx, seen, 'prepared')
      if ('code' in close) return close
      const refused = (await notTheSecond(tx, call, close)) ?? notWhole(close, pack)
      if (refused) return refused
      const { refusal } = await checked(tx, close.month, figures, close)
      if (refusal) return refusal
      const version = close.version + 1
      await tx.$executeRaw`
        UPDATE month_close SET state = 'closed', version = ${version}, closed_by = ${call.actor.id}, closed_at = ${call.now} WHERE id = ${close.id}::uuid`
      const { about, detail } = aboutClose(close)
      await appendAudit(tx, { act: 'audit.month-closed', about, detail: { ...detail, pack: close.packHash } }, factOf(call, null))
      return { id: close.id, month: close.month, state: 'closed', version }
    },
    RUN_TRANSITION_MS,
  )
}

async function notTheSecond(tx: Transaction, call: CommandContext, close: Close): Promise<Rejection | null> {
  if (close.preparedById === call.actor.id) return { code: 'four-eyes', because: 'month-prepared' }
  const [mine] = await tx.$queryRaw<{ one: number }[]>`
    SELECT 1 AS one FROM (SELECT DISTINCT ON (item, subject) explained_by FROM month_explanation
      WHERE month = ${close.month} AND round = ${close.round} ORDER BY item, subject, explained_at DESC, id DESC) counted
    WHERE counted.explained_by = ${call.actor.id} LIMIT 1`
  return mine ? { code: 'four-eyes', because: 'month-explained' } : null
}

function notWhole({ packHash }: Close, { hash, damaged }: PackFound): Rejection | null {
  if (packHash === null) return { code: 'unsuited', because: 'The pack is still being made. Close the month when it is there.' }
  if (damaged.length > 0)
    return { code: 'unsuited', because: `These files of the pack are damaged or missing: ${damaged.join(', ')}. Make the pack again.` }
  return hash === packHash ? null : { code: 'unsuited', because: 'The pack on disk is not the one that was made. Make the pack again.' }
}

/** What the process that makes packs says: the pack's hash, once; or why it could not be made. A pack that was made again as it was says nothing new. */
export function recordPack(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  outcome: { hash: string } | { failure: string },
): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const [close] = await tx.$queryRaw<{ month: string; round: number; position: string; state: string; packHash: string | null }[]>`
      SELECT month, round, position::text, state, pack_hash AS "packHash" FROM month_close WHERE id = ${id}::uuid FOR UPDATE`
    if (!close) return { code: 'not-found', what: 'month-close' }
    if (close.state !== 'prepared') return { id }
    if ('failure' in outcome) {
      await tx.$executeRaw`UPDATE month_close SET pack_failure = ${outcome.failure}, version = version + 1 WHERE id = ${id}::uuid`
      return { id }
    }
    if (close.packHash !== null) return { id }
    await tx.$executeRaw`
      UPDATE month_close SET pack_hash = ${outcome.hash}, packed_at = ${call.now}, pack_failure = NULL, version = version + 1 WHERE id = ${id}::uuid`
    const { about, detail } = aboutClose({ id, ...close })
    await appendAudit(tx, { act: 'audit.month-packed', about, detail: { ...detail, pack: outcome.hash } }, factOf(call, null))
    return { id }
  })
}
