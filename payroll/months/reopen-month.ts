/** A closed month is opened again: one asks for it with a reason, another confirms or refuses it. What was closed stays as it is. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { aboutClose, lockMonths, type SeenClose, seenClose } from './change-close'
import { type Close, listCloses, readClose } from './closes'
import { monthWords } from './month'

export type ReopeningChanged = { id: string; closeId: string; month: string; state: 'asked' | 'done' | 'refused' }

/** Rejections: `not-found`, `wrong-state`, `version-behind`, `proposed-before`, `unsuited` while a later month is closed. */
export function askReopening(
  ledger: Ledger,
  call: CommandContext,
  seen: SeenClose,
  reason: string,
): Promise<CommandResult<ReopeningChanged>> {
  return execute<ReopeningChanged>(ledger, call, async (tx) => {
    await lockMonths(tx)
    const close = await seenClose(tx, seen, 'closed')
    if ('code' in close) return close
    if (close.reopenings.some(({ state }) => state === 'asked')) return { code: 'proposed-before' }
    const later = laterClosed(close, await listCloses(tx))
    if (later) return later
    const id = randomUUID()
    await tx.$executeRaw`
      INSERT INTO month_reopening (id, close_id, reason, asked_by, asked_at) VALUES (${id}::uuid, ${close.id}::uuid, ${reason}, ${call.actor.id}, ${call.now})`
    await appendAudit(tx, { act: 'audit.month-reopening-asked', ...aboutClose(close) }, factOf(call, reason))
    return { id, closeId: close.id, month: close.month, state: 'asked' }
  })
}

/** Whoever asked may refuse it, which takes it back. Rejections: `not-found`, `wrong-state`, `four-eyes`, `unsuited` while a later month is closed. */
export function decideReopening(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  decision: 'done' | 'refused',
): Promise<CommandResult<ReopeningChanged>> {
  return execute<ReopeningChanged>(ledger, call, async (tx) => {
    await lockMonths(tx)
    const [asked] = await tx.$queryRaw<{ closeId: string; state: string; askedBy: string; reason: string }[]>`
      SELECT close_id AS "closeId", state, asked_by AS "askedBy", reason FROM month_reopening WHERE id = ${id}::uuid FOR UPDATE`
    const close = asked && (await readClose(tx, asked.closeId))
    if (!asked || !close) return { code: 'not-found', what: 'reopening' }
    if (asked.state !== 'asked')
      return { code: 'wrong-state', what: 'reopening', status: asked.state, wanted: 'waiting for a second person' }
    if (decision === 'done') {
      if (asked.askedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
      const later = laterClosed(close, await listCloses(tx))
      if (later) return later
    }
    await tx.$executeRaw`
      UPDATE month_reopening SET state = ${decision}, decided_by = ${call.actor.id}, decided_at = ${call.now} WHERE id = ${id}::uuid`
    const act = decision === 'done' ? 'audit.month-reopened' : 'audit.month-reopening-refused'
    await appendAudit(tx, { act, ...aboutClose(close) }, factOf(call, asked.reason))
    return { id, closeId: close.id, month: close.month, state: decision }
  })
}

function laterClosed({ month }: Close, closes: readonly Close[]): Rejection | null {
  const later = closes.filter((each) => each.state === 'closed' && each.month > month).map((each) => each.month)
  const [latest] = later.sort().reverse()
  return latest === undefined ? null : { code: 'unsuited', because: `${monthWords(latest)} is closed. Reopen the latest month first.` }
}
