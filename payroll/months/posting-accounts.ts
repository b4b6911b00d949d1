/** To which accounts a company's journal posts. Kept in the ledger, each change as a new version. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

/** `consultant` and `client` are the company's numbers at DATEV. */
export type PostingAccounts = { wages: string; bank: string; fees: string; consultant: number; client: number }
export type CompanyAccounts = PostingAccounts & { companyId: string; code: string; name: string; version: number }

/** Of the chart of accounts SKR03: wages payable, bank, and charges of banks. */
export const DEFAULT_ACCOUNTS: PostingAccounts = { wages: '1740', bank: '1200', fees: '4970', consultant: 1001, client: 1 }

type Row = Omit<CompanyAccounts, keyof PostingAccounts> & { [K in keyof PostingAccounts]: PostingAccounts[K] | null }

/** Of every company, those of a company that has none set being the usual ones, as version 0. */
export async function listPostingAccounts(db: Ledger | Transaction): Promise<CompanyAccounts[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT company.id AS "companyId", company.code, company.name, coalesce(kept.version, 0) AS version, kept.wages, kept.bank, kept.fees, kept.consultant,
      kept.client
    FROM company LEFT JOIN LATERAL (SELECT * FROM posting_account account WHERE account.company_id = company.id ORDER BY account.version DESC LIMIT 1) kept
      ON true
    ORDER BY company.code`
  return rows.map((row) => ({
    ...row,
    wages: row.wages ?? DEFAULT_ACCOUNTS.wages,
    bank: row.bank ?? DEFAULT_ACCOUNTS.bank,
    fees: row.fees ?? DEFAULT_ACCOUNTS.fees,
    consultant: row.consultant ?? DEFAULT_ACCOUNTS.consultant,
    client: row.client ?? DEFAULT_ACCOUNTS.client,
  }))
}

/** Sets them for closes that are prepared from now on. Rejections: `not-found`, `version-behind`, `field`. */
export function setPostingAccounts(
  ledger: Ledger,
  call: CommandContext,
  { companyId, version: seen }: { companyId: string; version: number },
  accounts: PostingAccounts,
): Promise<CommandResult<{ companyId: string; version: number }>> {
  return execute<{ companyId: string; version: number }>(ledger, call, async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`posting ${companyId}`}, 0))) AS taken`
    const found = (await listPostingAccounts(tx)).find((each) => each.companyId === companyId)
    if (!found) return { code: 'not-found', what: 'company' }
    if (found.version !== seen)
      return { code: 'version-behind', current: { version: found.version }, changed: [{ field: 'version', seen, now: found.version }] }
    const { wages, bank, fees, consultant, client } = accounts
    if (new Set([wages.length, bank.length, fees.length]).size > 1 || wages === bank || fees === bank)
      return {
        code: 'field',
        field: 'bank',
        reason: 'The account codes have the same number of digits, and that of the bank is one of its own.',
      }
    const version = seen + 1
    await tx.$executeRaw`
      INSERT INTO posting_account (company_id, version, wages, bank, fees, consultant, client, set_by, set_at)
      VALUES (${companyId}::uuid, ${version}, ${wages}, ${bank}, ${fees}, ${consultant}, ${client}, ${call.actor.id}, ${call.now})`
    const detail = { ...accounts, version }
    await appendAudit(tx, { act: 'audit.posting-accounts-set', about: { type: 'company', id: companyId }, detail }, factOf(call, null))
    return { companyId, version }
  })
}
