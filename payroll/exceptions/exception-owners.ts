/** Who may be given a finding: people whose role resolves findings and who may see its company. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'

const may = (findingId: string, roles: readonly string[]): Prisma.Sql => Prisma.sql`
  u.role = ANY(${[...roles]}::text[]) AND (NOT EXISTS (SELECT FROM user_company c WHERE c.user_id = u.id)
    OR EXISTS (SELECT FROM user_company c JOIN bank_finding f ON f.company_id = c.company_id WHERE c.user_id = u.id AND f.id = ${findingId}::uuid))`

/** By name. */
export function listOwners(ledger: Ledger, findingId: string, roles: readonly string[]): Promise<{ id: string; name: string }[]> {
  return ledger.$queryRaw`SELECT u.id, u.name FROM app_user u WHERE ${may(findingId, roles)} ORDER BY u.name LIMIT 200`
}

/** Whether a person of one of `roles` may be given the exception: they may see its company and decide it. */
export async function mayOwn(tx: Transaction, findingId: string, userId: string, roles: readonly string[]): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`SELECT u.id FROM app_user u WHERE u.id = ${userId} AND ${may(findingId, roles)}`
  return rows.length > 0
}
