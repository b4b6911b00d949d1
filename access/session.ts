/** Who is asking. */
import type { Ledger } from '@/prisma/connect'
import type { Auth } from './auth'
import { ROLES, type Role } from './permissions'

/** `companies` limits what this person sees and does; null means every company. */
export type Session = { userId: string; name: string; email: string; role: Role; companies: string[] | null }

/** The session of the request's cookie, or null. The companies are read anew each time, so that taking one away works at once. */
export async function currentSession(auth: Auth, ledger: Ledger, headers: Headers): Promise<Session | null> {
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const { id: userId, name, email, role } = found.user
  if (!ROLES.includes(role as Role)) return null
  const limits = await ledger.userCompany.findMany({ where: { userId }, select: { companyId: true } })
  return { userId, name, email, role: role as Role, companies: limits.length > 0 ? limits.map((limit) => limit.companyId) : null }
}
