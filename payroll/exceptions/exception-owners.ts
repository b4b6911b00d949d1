/** Who may be given a finding: people whose role resolves findings and who may see its company. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'

const may = (findingId: string, roles: readonly string[]): Prisma.Sql => Prisma.sql`
  app_user.deactivated_at IS NULL AND app_user.kind = 'person' AND app_user.roles && ${[...roles]}::text[] AND (NOT EXISTS (SELECT FROM user_company WHERE user_company.user_id = app_user.id)
    OR EXISTS (SELECT FROM user_company JOIN bank_finding finding ON finding.company_id = user_company.company_id WHERE user_company.user_id = app_user.id
      AND finding.id = ${findingId}::uuid))`

/** By name. */
export function listOwners(ledger: Ledger, findingId: string, roles: readonly string[]): Promise<{ id: string; name: string }[]> {
  return ledger.$queryRaw`SELECT app_user.id, app_user.name FROM app_user WHERE ${may(findingId, roles)} ORDER BY app_user.name LIMIT 200`
}

/** Whether a person of one of `roles` may be given the exception: they may see its company and decide it. */
export async function mayOwn(tx: Transaction, findingId: string, userId: string, roles: readonly string[]): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`SELECT app_user.id FROM app_user WHERE app_user.id = ${userId} AND ${may(findingId, roles)}`
  return rows.length > 0
}
