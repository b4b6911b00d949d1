/** What a sign-in link is good for, and its use: once, by whoever holds it. */
import { randomUUID } from 'node:crypto'
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { oneAtATime } from './change-set-up'
import { type LinkPurpose, makeLink } from './sign-in-links'

export type UsableLink = { id: string; purpose: LinkPurpose; userId: string | null; name: string | null; email: string | null }
export type LinkState = UsableLink | 'unknown' | 'used' | 'expired'

/** What the link lets its holder do at `now`. */
export async function readLink(db: Ledger | Transaction, id: string, now: Date): Promise<LinkState> {
  const [link] = await db.$queryRaw<(UsableLink & { used: boolean; expired: boolean })[]>`
    SELECT link.id, link.purpose, link.user_id AS "userId", person.name, person.email,
      link.used_at IS NOT NULL OR person.deactivated_at IS NOT NULL OR (link.user_id IS NULL AND EXISTS (SELECT FROM app_user)) AS used,
      link.expires_at <= ${now} AS expired
    FROM sign_in_link link LEFT JOIN app_user person ON person.id = link.user_id WHERE link.id = ${id}::uuid`
  if (!link) return 'unknown'
  const { used, expired, ...usable } = link
  if (used) return 'used'
  return expired ? 'expired' : usable
}

export type Chosen = { passwordHash: string }
type Signed = { userId: string }

/** Chooses the person's password by their link (null: it is none of ours), and ends their second factor, API keys and every session of theirs. Rejections: `link-gone`. */
export function choosePassword(
  ledger: Ledger,
  call: CommandContext,
  linkId: string | null,
  { passwordHash }: Chosen,
): Promise<CommandResult<Signed>> {
  return execute<Signed>(ledger, call, async (tx) => {
    const link = await takeLink(tx, linkId, call.now, ['invitation', 'reset'])
    if ('code' in link) return link
    const userId = link.userId as string
    await tx.$executeRaw`UPDATE app_user SET activated_at = coalesce(activated_at, ${call.now}), version = version + 1 WHERE id = ${userId}`
    await tx.$executeRaw`DELETE FROM app_session WHERE user_id = ${userId}`
    // With the old password goes who they are at a provider (OpenID Connect): that is linked anew, by their e-mail address. The database journals it.
    await tx.$queryRaw`SELECT set_config('payledger.request', ${call.requestId}, true)`
    await tx.$executeRaw`DELETE FROM app_account WHERE user_id = ${userId}`
    // Whoever has lost the password may have lost the phone; they set the second factor up anew before they do anything.
    await tx.$executeRaw`DELETE FROM app_two_factor WHERE user_id = ${userId}`
    await tx.$executeRaw`UPDATE app_user SET two_factor_enabled = false WHERE id = ${userId}`
    // Of a reset also their keys end: whoever had the password may have made one.
    await tx.$executeRaw`UPDATE api_key SET revoked_at = ${call.now} WHERE user_id = ${userId} AND revoked_at IS NULL`
    await insertPassword(tx, userId, passwordHash)
    const person = { ...call, actor: { kind: 'user' as const, id: userId, name: link.name ?? '' } }
    await journal(tx, person, link.purpose === 'reset' ? 'audit.person-chose-another-password' : 'audit.person-accepted-invitation', userId)
    return { userId }
  })
}

/** Makes the first administrator of an installation. Rejections: `link-gone`, also when somebody was quicker. */
export function makeFirstAdministrator(
  ledger: Ledger,
  call: CommandContext,
  linkId: string | null,
  { name, email, passwordHash }: Chosen & { name: string; email: string },
): Promise<CommandResult<Signed>> {
  return execute<Signed>(ledger, call, async (tx) => {
    const link = await takeLink(tx, linkId, call.now, ['first-administrator'])
    if ('code' in link) return link
    const userId = randomUUID()
    await tx.$executeRaw`
      INSERT INTO app_user (id, name, email, email_verified, roles, activated_at) VALUES (${userId}, ${name}, ${email}, true, '{admin}', ${call.now})`
    await insertPassword(tx, userId, passwordHash)
    await journal(tx, { ...call, actor: { kind: 'user', id: userId, name } }, 'audit.first-administrator-made', userId)
    return { userId }
  })
}

/** A link for the first administrator, the same until it expires: an app of several processes prints one. Null once there is anybody. */
export async function linkForFirstAdministrator(ledger: Ledger, now: Date): Promise<string | null> {
  return ledger.$transaction(async (tx) => {
    await oneAtATime(tx)
    const [row] = await tx.$queryRaw<{ nobody: boolean }[]>`SELECT NOT EXISTS (SELECT FROM app_user) AS nobody`
    if (!row?.nobody) return null
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM sign_in_link WHERE purpose = 'first-administrator' AND used_at IS NULL AND expires_at > ${now} ORDER BY made_at LIMIT 1`
    return made?.id ?? makeLink(tx, { purpose: 'first-administrator', userId: null, madeBy: null, now })
  })
}

async function takeLink(tx: Transaction, id: string | null, now: Date, purposes: readonly LinkPurpose[]): Promise<UsableLink | Rejection> {
  await oneAtATime(tx)
  const link = id === null ? 'unknown' : await readLink(tx, id, now)
  if (typeof link === 'string') return { code: 'link-gone', because: link }
  if (!purposes.includes(link.purpose)) return { code: 'link-gone', because: 'unknown' }
  await tx.$executeRaw`UPDATE sign_in_link SET used_at = ${now} WHERE id = ${id}::uuid`
  return link
}

async function insertPassword(tx: Transaction, userId: string, hash: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO app_account (id, user_id, account_id, provider_id, password) VALUES (${randomUUID()}, ${userId}, ${userId}, 'credential', ${hash})`
}

function journal(tx: Transaction, call: CommandContext, act: `audit.${string}`, userId: string): Promise<number> {
  return appendAudit(tx, { act, about: { type: 'person', id: userId }, detail: {} }, factOf(call, null))
}

/** The mail server has taken it. */
export function noteLinkSent(ledger: Ledger, id: string, now: Date): Promise<number> {
  return ledger.$executeRaw`UPDATE sign_in_link SET sent_at = ${now} WHERE id = ${id}::uuid AND used_at IS NULL`
}
