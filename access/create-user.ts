/** Makes a person who may sign in. */
import type { Ledger } from '@/prisma/connect'
import type { Auth } from './auth'
import type { Role } from './permissions'

export type NewUser = { name: string; email: string; password: string; role: Role; companies?: readonly string[] }

/** Creates the person with their password, limited to `companies` when any are given. Throws when the e-mail address is taken. */
export async function createUser(auth: Auth, ledger: Ledger, { name, email, password, role, companies = [] }: NewUser): Promise<string> {
  const context = await auth.$context
  const hash = await context.password.hash(password)
  const user = await context.internalAdapter.createUser({ name, email, role, emailVerified: true }, { method: 'admin' })
  await context.internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: hash })
  await ledger.userCompany.createMany({ data: companies.map((companyId) => ({ userId: user.id, companyId })) })
  return user.id
}
