/** What becomes of a proposed change: another administrator confirms it and it is made, or refuses it; whoever proposed it may withdraw it. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { applyChange } from './apply-change'
import type { SetUpChange } from './change'
import { journalChange, oneAtATime } from './change-set-up'
import { judgeChange } from './judge-change'

export type ChangeState = 'proposed' | 'confirmed' | 'refused' | 'withdrawn'
export type DecidedChange = { id: string; state: ChangeState; version: number; userId: string | null; linkId: string | null }

type Locked = {
  id: string
  change: SetUpChange
  was: Record<string, unknown> | null
  state: ChangeState
  version: number
  proposedBy: string
  proposerIsActive: boolean
}

/**
 * Makes the change that another administrator has proposed, if nothing has come in its way since.
 * @param byMail whether a link that comes of it is sent to its person.
 * Rejections: `not-found`, `wrong-state`, `proposal-changed`, `four-eyes`, `unsuited`, and what `judgeChange` says.
 */
export function confirmSetUpChange(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
  byMail = false,
): Promise<CommandResult<DecidedChange>> {
  return execute<DecidedChange>(ledger, call, async (tx) => {
    const held = await hold(tx, id, version)
    if ('code' in held) return held
    if (held.proposedBy === call.actor.id) return { code: 'four-eyes', because: 'proposed' }
    if (!held.proposerIsActive)
      return {
        code: 'unsuited',
        because: 'Whoever proposed this is no longer an active administrator. Refuse it, and propose it yourself.',
      }
    const refused = await judgeChange(tx, held.change)
    if (refused) return refused
    await decide(tx, call, held, 'confirmed', null)
    const { userId = null, linkId = null } = await applyChange(tx, held.change, { userId: call.actor.id, now: call.now, byMail })
    await journalChange(tx, call, { act: 'audit.set-up-confirmed', change: held.change, was: held.was, reason: null, userId })
    return { id, state: 'confirmed', version: version + 1, userId, linkId }
  })
}

/** Refuses it, or withdraws one's own, with a reason. Rejections: `not-found`, `wrong-state`, `proposal-changed`. */
export function refuseSetUpChange(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
  reason: string,
): Promise<CommandResult<DecidedChange>> {
  return execute<DecidedChange>(ledger, call, async (tx) => {
    const held = await hold(tx, id, version)
    if ('code' in held) return held
    const state = held.proposedBy === call.actor.id ? 'withdrawn' : 'refused'
    await decide(tx, call, held, state, reason)
    await journalChange(tx, call, { act: `audit.set-up-${state}`, change: held.change, was: held.was, reason, userId: null })
    return { id, state, version: version + 1, userId: null, linkId: null }
  })
}

async function hold(tx: Transaction, id: string, version: number): Promise<Locked | Rejection> {
  await oneAtATime(tx)
  const [held] = await tx.$queryRaw<Locked[]>`
    SELECT id, change, was, state, version, proposed_by AS "proposedBy", is_active_admin(proposed_by) AS "proposerIsActive"
    FROM set_up_change WHERE id = ${id}::uuid FOR UPDATE`
  if (!held) return { code: 'not-found', what: 'change' }
  if (held.state !== 'proposed') return { code: 'wrong-state', what: 'change', status: held.state, wanted: 'proposed' }
  return held.version === version ? held : { code: 'proposal-changed' }
}

async function decide(tx: Transaction, call: CommandContext, { id }: Locked, state: ChangeState, reason: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE set_up_change SET state = ${state}, version = version + 1, decided_by = ${call.actor.id}, decided_at = ${call.now}, decided_reason = ${reason}
    WHERE id = ${id}::uuid`
}
