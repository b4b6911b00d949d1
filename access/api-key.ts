/** API keys: what they look like, and who asks with one. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import type { Permission, Role } from './permissions'
import type { Session } from './session'

/** Recognisable wherever one is found that should not be there. */
const PREFIX = 'payledger_'
const TOKEN = /^payledger_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

/** How exactly it is known when a key was last used. */
const USED_MS = 60_000

/** A secret of 256 bits, and its hash: it cannot be guessed, so a fast hash is enough. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, hash: hashOf(secret) }
}

/** What is shown once. */
export const tokenOf = (id: string, secret: string): string => `${PREFIX}${id}_${secret}`

/** Whether the request brings a key at all, right or wrong. */
export const bringsKey = (headers: Headers): boolean => /^bearer\s/i.test(headers.get('authorization') ?? '')

type Found = {
  secretHash: string
  idle: boolean
  permissions: Permission[]
  keyCompanies: string[]
  companies: string[]
  roles: Role[]
} & Pick<Session, 'userId' | 'name' | 'email' | 'kind'>

/**
 * The person or service of the request's key, limited to what the key may do; null when it is none of ours, was revoked, has expired, or its person is deactivated.
 * Their roles and companies are read anew each time.
 */
export async function keySession(ledger: Ledger, headers: Headers): Promise<Session | null> {
  const [, id, secret] = TOKEN.exec((headers.get('authorization') ?? '').replace(/^bearer\s+/i, '').trim()) ?? []
  if (!id || !secret) return null
  const [key] = await ledger.$queryRaw<Found[]>`
    SELECT key.secret_hash AS "secretHash", key.permissions, key.companies::text[] AS "keyCompanies",
      coalesce(key.last_used_at < clock_timestamp() - make_interval(secs => ${USED_MS / 1_000}::int), true) AS idle,
      person.id AS "userId", person.name, person.email, person.kind, person.roles,
      ARRAY(SELECT company_id::text FROM user_company WHERE user_id = person.id) AS companies
    FROM api_key key JOIN app_user person ON person.id = key.user_id
    WHERE key.id = ${id}::uuid AND key.revoked_at IS NULL AND key.expires_at > clock_timestamp() AND person.deactivated_at IS NULL`
  if (!key || !timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(key.secretHash))) return null
  if (key.idle) await ledger.$executeRaw`UPDATE api_key SET last_used_at = clock_timestamp() WHERE id = ${id}::uuid`
  const { userId, name, email, kind, roles, permissions } = key
  return {
    userId,
    name,
    email,
    kind,
    roles,
    companies: narrower(key.companies, key.keyCompanies),
    key: { id, permissions },
    lacksSecondFactor: false,
  }
}

/** The companies of both; null where neither has a limit. A key for companies its person has lost is for none. */
export function narrower(ofPerson: readonly string[], ofKey: readonly string[]): string[] | null {
  if (ofKey.length === 0) return ofPerson.length === 0 ? null : [...ofPerson]
  return ofPerson.length === 0 ? [...ofKey] : ofKey.filter((company) => ofPerson.includes(company))
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
