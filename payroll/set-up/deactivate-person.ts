/** Keeps somebody out at once, or ends their sessions. One administrator is enough: it is done when something is wrong. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { oneAtATime } from './change-set-up'
import { isLastAdmin, LAST_ADMIN } from './judge-change'

export type ChangedPerson = { id: string; version: number }

/** Ends their sessions, links and API keys; they cannot sign in until they are reactivated. Rejections: `not-found`, `version-behind`, `unsuited` of the only administrator. */
export function deactivatePerson(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  version: number,
  reason: string,
): Promise<CommandResult<ChangedPerson>> {
  return execute<ChangedPerson>(ledger, call, async (tx) => {
    const held = await hold(tx, id)
    if ('code' in held) return held
    if (held.version !== version) return { code: 'version-behind', current: { version: held.version }, changed: [] }
    if (held.isAdmin && (await isLastAdmin(tx, id))) return LAST_ADMIN
    await tx.$executeRaw`UPDATE app_user SET deactivated_at = ${call.now}, version = version + 1 WHERE id = ${id}`
    await tx.$executeRaw`UPDATE sign_in_link SET used_at = ${call.now} WHERE user_id = ${id} AND used_at IS NULL`
    await tx.$executeRaw`UPDATE api_key SET revoked_at = ${call.now} WHERE user_id = ${id} AND revoked_at IS NULL`
    await tx.$executeRaw`DELETE FROM app_session WHERE user_id = ${id}`
    await journal(tx, call, 'audit.person-deactivated', id, reason)
    return { id, version: version + 1 }
  })
}

/** Signs them out everywhere. Rejections: `not-found`. */
export function endSessions(ledger: Ledger, call: CommandContext, id: string): Promise<CommandResult<{ id: string; ended: number }>> {
  return execute<{ id: string; ended: number }>(ledger, call, async (tx) => {
    const held = await hold(tx, id)
    if ('code' in held) return held
    const ended = await tx.$executeRaw`DELETE FROM app_session WHERE user_id = ${id}`
    await journal(tx, call, 'audit.person-signed-out', id, null)
    return { id, ended }
  })
}

async function hold(tx: Transaction, id: string): Promise<{ version: number; isAdmin: boolean } | Rejection> {
  await oneAtATime(tx)
  const [held] = await tx.$queryRaw<{ version: number; isAdmin: boolean }[]>`
    SELECT version, 'admin' = ANY(roles) AND deactivated_at IS NULL AS "isAdmin" FROM app_user WHERE id = ${id} FOR UPDATE`
  return held ?? { code: 'not-found', what: 'person' }
}

function journal(tx: Transaction, call: CommandContext, act: `audit.${string}`, id: string, reason: string | null): Promise<number> {
  return appendAudit(tx, { act, about: { type: 'person', id }, detail: {} }, factOf(call, reason))
}
