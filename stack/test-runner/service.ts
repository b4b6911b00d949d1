/** A service, made by the one administrator there may be, or without asking for two. */
import { randomUUID } from 'node:crypto'
import type { Ledger } from '@/prisma/connect'

/** @returns its id. */
export async function serviceOf(
  ledger: Ledger,
  name: string,
  roles: readonly string[] = ['support'],
  companies: readonly string[] = [],
): Promise<string> {
  const id = randomUUID()
  await ledger.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('payledger.local_command', 'a test', true)`
    await tx.$executeRaw`
      INSERT INTO app_user (id, kind, name, email, roles, activated_at) VALUES (${id}, 'service', ${name}, ${`service:${id}`}, ${[...roles]}::text[], now())`
    await tx.$executeRaw`INSERT INTO user_company (user_id, company_id) SELECT ${id}, company FROM unnest(${[...companies]}::uuid[]) company`
  })
  return id
}
