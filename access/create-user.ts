/** Makes a person who may sign in. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'
import type { Auth } from './auth'
import type { Role } from './permissions'

export type NewUser = { name: string; email: string; password: string; roles: readonly Role[]; companies?: readonly string[] }

/**
 * Creates a sample person with their password, limited to `companies` when any are given: by who works on the machine itself, whom the database does not ask for
 * a second administrator, and without a second factor. Whoever works in the app is invited. @returns their id. @throws when the e-mail address is taken.
 */
export async function createUser(auth: Auth, ledger: Ledger, { name, email, password, roles, companies = [] }: NewUser): Promise<string> {
  const hash = await (await auth.$context).password.hash(password)
  const id = randomUUID()
  await ledger.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('payledger.local_command', 'create-user', true)`
    await tx.$executeRaw`
      INSERT INTO app_user (id, name, email, email_verified, roles, activated_at, second_factor_waived)
      VALUES (${id}, ${name}, ${email.toLowerCase()}, true, ${[...roles]}::text[], clock_timestamp(), true)`
    await tx.$executeRaw`
      INSERT INTO app_account (id, user_id, account_id, provider_id, password) VALUES (${randomUUID()}, ${id}, ${id}, 'credential', ${hash})`
    await tx.$executeRaw`
      INSERT INTO user_company (user_id, company_id) SELECT ${id}, company FROM unnest(${[...companies]}::uuid[]) company`
  })
  return id
}
