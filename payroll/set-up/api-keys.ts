/** Makes, lists and revokes API keys. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type NewApiKey = {
  userId: string
  name: string
  /** Of the secret, SHA-256 in hex. */
  secretHash: string
  permissions: readonly string[]
  /** None: every company its person works for. */
  companies: readonly string[]
  expiresAt: Date
}
export type ApiKeyRow = {
  id: string
  name: string
  permissions: string[]
  companies: { id: string; name: string }[]
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  state: 'active' | 'expired' | 'revoked'
}

/** Nobody keeps an eye on more. */
const ACTIVE_MAX = 20

/** Rejections: `unsuited` with too many of them, `not-found` of a company. */
export function makeApiKey(ledger: Ledger, call: CommandContext, key: NewApiKey): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    // Of a service, by whoever works on the machine itself: no administrator has held it.
    if (call.actor.kind !== 'user') await tx.$queryRaw`SELECT set_config('payledger.local_command', 'key create', true)`
    const madeBy = call.actor.kind === 'user' ? call.actor.id : null
    const [counted] = await tx.$queryRaw<{ active: number; known: number }[]>`
      SELECT (SELECT count(*)::int FROM api_key WHERE user_id = ${key.userId} AND revoked_at IS NULL AND expires_at > ${call.now}) AS active,
        (SELECT count(*)::int FROM company WHERE id = ANY(${[...key.companies]}::uuid[])) AS known`
    if (counted?.known !== new Set(key.companies).size) return { code: 'not-found', what: 'company' }
    if (counted.active >= ACTIVE_MAX)
      return { code: 'unsuited', because: `There are ${ACTIVE_MAX} API keys already. Revoke one that is no longer used.` }
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO api_key (user_id, name, secret_hash, permissions, companies, created_at, expires_at, made_by)
      VALUES (${key.userId}, ${key.name}, ${key.secretHash}, ${[...key.permissions]}::text[], ${[...key.companies]}::uuid[], ${call.now}, ${key.expiresAt}, ${madeBy})
      RETURNING id`
    const { id } = made as { id: string }
    const detail = { name: key.name, permissions: key.permissions, companies: key.companies, expiresAt: key.expiresAt.toISOString() }
    await appendAudit(tx, { act: 'audit.api-key-made', about: { type: 'person', id: key.userId }, detail }, factOf(call, null))
    return { id }
  })
}

/** Ends a key at once. @param ofUser whose it must be; null for an administrator. Rejections: `not-found`. */
export function revokeApiKey(
  ledger: Ledger,
  call: CommandContext,
  id: string,
  ofUser: string | null,
): Promise<CommandResult<{ id: string }>> {
  return execute<{ id: string }>(ledger, call, async (tx) => {
    const [key] = await tx.$queryRaw<{ userId: string; name: string }[]>`
      UPDATE api_key SET revoked_at = coalesce(revoked_at, ${call.now}) WHERE id = ${id}::uuid AND (${ofUser}::text IS NULL OR user_id = ${ofUser})
      RETURNING user_id AS "userId", name`
    if (!key) return { code: 'not-found', what: 'api-key' }
    await appendAudit(
      tx,
      { act: 'audit.api-key-revoked', about: { type: 'person', id: key.userId }, detail: { name: key.name } },
      factOf(call, null),
    )
    return { id }
  })
}

/** The newest first. */
export function listApiKeys(ledger: Ledger, userId: string, now: Date): Promise<ApiKeyRow[]> {
  const state = Prisma.sql`CASE WHEN key.revoked_at IS NOT NULL THEN 'revoked' WHEN key.expires_at <= ${now} THEN 'expired' ELSE 'active' END`
  return ledger.$queryRaw`
    SELECT key.id, key.name, key.permissions, iso_utc(key.created_at) AS "createdAt", iso_utc(key.expires_at) AS "expiresAt",
      iso_utc(key.last_used_at) AS "lastUsedAt", ${state} AS state,
      coalesce((SELECT json_agg(json_build_object('id', company.id, 'name', company.name) ORDER BY company.name) FROM company
        WHERE company.id = ANY(key.companies)), '[]') AS companies
    FROM api_key key WHERE key.user_id = ${userId} ORDER BY key.created_at DESC, key.id DESC LIMIT 100`
}
