/** One person prepares the close of a month: on which position its figures stand, and what the ledger says beside them. */
import { randomUUID } from 'node:crypto'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { enqueue } from '../transaction/enqueue'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { aboutClose, type CloseChanged, checked, lockMonths, type SeenClose, seenClose } from './change-close'
import type { FiguresReach } from './checklist'
import { currentOf, listCloses } from './closes'
import { monthWords } from './month'
import { tell } from './told'

/** A job that makes the pack of a close. */
export type PackJob = { closeId: string; requestId: string }

/**
 * Prepares it on the position that `figures` stand at, asks for its pack and for a deep comparison of the stores. Rejections: `unsuited` while something on
 * the checklist is red, or the month is prepared or closed already.
 */
export function prepareClose(
  ledger: Ledger,
  call: CommandContext,
  month: string,
  figures: FiguresReach,
): Promise<CommandResult<CloseChanged>> {
  return execute<CloseChanged>(
    ledger,
    call,
    async (tx) => {
      await lockMonths(tx)
      const current = currentOf(await listCloses(tx, month))
      if (current) {
        const because = current.state === 'closed' ? 'is closed already.' : `was prepared by ${current.preparedBy} already.`
        return { code: 'unsuited', because: `${monthWords(month)} ${because}` }
      }
      const { items, round, era, refusal } = await checked(tx, month, figures, null)
      if (refusal) return refusal
      const { position, coveredUntil } = figures as { position: string; coveredUntil: string }
      const id = randomUUID()
      const told = await tell(tx, call, { closeId: id, month, round, era, position, coveredUntil }, items)
      await tx.$executeRaw`
        INSERT INTO month_close (id, month, round, era, position, covered_until, told, prepared_by, prepared_at)
        VALUES (${id}::uuid, ${month}, ${round}, ${era}, ${position}::bigint, ${coveredUntil}::timestamptz, ${told}, ${call.actor.id}, ${call.now})`
      await enqueue(tx, 'make-close-pack', { closeId: id, requestId: call.requestId } satisfies PackJob)
      await askDeepComparison(tx, call)
      await appendAudit(tx, { act: 'audit.month-prepared', ...aboutClose({ id, month, position, round }) }, factOf(call, null))
      return { id, month, state: 'prepared', version: 1 }
    },
    RUN_TRANSITION_MS,
  )
}

/** One that is asked for already has not begun, and so stands at a later position. */
const askDeepComparison = (tx: Transaction, call: CommandContext) => tx.$executeRaw`
  INSERT INTO comparison (tier, asked_by) VALUES ('deep', ${call.actor.id}) ON CONFLICT (tier) WHERE state = 'asked' DO NOTHING`

/** Takes a prepared close back, so that it can be prepared anew. Rejections: `not-found`, `wrong-state`, `version-behind`. */
export function withdrawClose(ledger: Ledger, call: CommandContext, seen: SeenClose, reason: string): Promise<CommandResult<CloseChanged>> {
  return execute<CloseChanged>(ledger, call, async (tx) => {
    await lockMonths(tx)
    const close = await seenClose(tx, seen, 'prepared')
    if ('code' in close) return close
    const version = close.version + 1
    await tx.$executeRaw`
      UPDATE month_close SET state = 'withdrawn', version = ${version}, withdrawn_by = ${call.actor.id}, withdrawn_at = ${call.now},
        withdrawn_reason = ${reason} WHERE id = ${close.id}::uuid`
    await appendAudit(tx, { act: 'audit.month-withdrawn', ...aboutClose(close) }, factOf(call, reason))
    return { id: close.id, month: close.month, state: 'withdrawn', version }
  })
}

/** Asks for the pack to be made once more: where its files are damaged or gone, or could not be written. Rejections: `not-found`. */
export function askPack(ledger: Ledger, call: CommandContext, id: string): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM month_close WHERE id = ${id}::uuid AND state <> 'withdrawn'`
    if (!found) return { code: 'not-found', what: 'month-close' }
    await enqueue(tx, 'make-close-pack', { closeId: id, requestId: call.requestId } satisfies PackJob)
    return { id }
  })
}
