/** Who is asking. */
import type { Ledger } from '@/prisma/connect'
import type { Auth } from './auth'
import { type Key, type Kind, type Role, TRUSTED_ROLES } from './permissions'

/** `companies` limits what this person sees and does; null means every company. */
export type Session = {
  userId: string
  name: string
  email: string
  kind: Kind
  roles: readonly Role[]
  companies: string[] | null
  /** The API key by which they ask, with what it may do; null of a browser's session. */
  key: Key | null
  /** They may approve or set up, and have no second factor yet: nothing else is let do before they have one. */
  lacksSecondFactor: boolean
}

export type SessionKeeper = {
  auth: Auth
  ledger: Ledger
  /** A session that nothing was asked with for so long has ended. */
  sessionIdleMs: number
}

/** How exactly it is known when somebody was last seen: a write per request would be one for every poll of every page. */
const SEEN_MS = 60_000

/** As long as better-auth waits for a code after a password. */
const CODE_MINUTES = 10

/** No installation lets a session be idle for longer (SESSION_IDLE_MINUTES). */
const SEEN_AT_LEAST_MS = 12 * 3_600_000

/**
 * The session of the request's cookie, or null: also when it was idle for too long, and is then gone, of who is deactivated, and while a code is owed. Roles
 * and companies are read anew each time, so that taking one away works at once.
 */
export async function currentSession({ auth, ledger, sessionIdleMs }: SessionKeeper, headers: Headers): Promise<Session | null> {
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const { id: userId, name, email } = found.user
  const [seen] = await ledger.$queryRaw<{ idleMs: number; roles: Role[]; companies: string[]; hasSecondFactor: boolean }[]>`
    SELECT (extract(epoch FROM clock_timestamp() - app_session.seen_at) * 1000)::float AS "idleMs", app_user.roles,
      app_user.two_factor_enabled OR app_user.second_factor_waived AS "hasSecondFactor",
      ARRAY(SELECT company_id::text FROM user_company WHERE user_id = ${userId}) AS companies
    FROM app_session JOIN app_user ON app_user.id = app_session.user_id
    WHERE app_session.id = ${found.session.id} AND app_user.deactivated_at IS NULL AND NOT app_session.second_factor_due`
  if (!seen) return null
  if (seen.idleMs > sessionIdleMs) {
    await ledger.$executeRaw`DELETE FROM app_session WHERE id = ${found.session.id}`
    return null
  }
  if (seen.idleMs > Math.min(SEEN_MS, sessionIdleMs / 10))
    await ledger.$executeRaw`UPDATE app_session SET seen_at = clock_timestamp() WHERE id = ${found.session.id}`
  const lacksSecondFactor = !seen.hasSecondFactor && seen.roles.some((role) => TRUSTED_ROLES.includes(role))
  return {
    userId,
    name,
    email,
    kind: 'person',
    roles: seen.roles,
    companies: seen.companies.length > 0 ? seen.companies : null,
    key: null,
    lacksSecondFactor,
  }
}

/**
 * The session that a provider's word began and that owes a code of the second factor, or null: also when the code took too long, and the session is then gone,
 * because better-auth counts no wrong codes of a session.
 */
export async function owingSession({ auth, ledger }: SessionKeeper, headers: Headers): Promise<{ id: string; email: string } | null> {
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const { id } = found.session
  const [owing] = await ledger.$queryRaw<{ email: string; isFresh: boolean }[]>`
    SELECT app_user.email,
      app_session.created_at > clock_timestamp() - make_interval(mins => ${CODE_MINUTES}::int) AND app_user.deactivated_at IS NULL AS "isFresh"
    FROM app_session JOIN app_user ON app_user.id = app_session.user_id WHERE app_session.id = ${id} AND app_session.second_factor_due`
  if (!owing) return null
  if (owing.isFresh) return { id, email: owing.email }
  await ledger.$executeRaw`DELETE FROM app_session WHERE id = ${id}`
  return null
}

/** Its code was right: from now on it is a session like any other. */
export async function payCode(ledger: Ledger, id: string): Promise<void> {
  await ledger.$executeRaw`UPDATE app_session SET second_factor_due = false, seen_at = clock_timestamp() WHERE id = ${id}`
}

/** Those that are past their day, or that nobody was seen with for longer than any installation lets them be idle; how many. */
export function removeEndedSessions(ledger: Ledger, now: Date): Promise<number> {
  return ledger.$executeRaw`DELETE FROM app_session WHERE expires_at < ${now} OR seen_at < ${new Date(now.getTime() - SEEN_AT_LEAST_MS)}`
}
