/** How a company's bank has names written, and how its people wrote the names that no bank carries. */
import type { Umlauts } from '@/iso20022/charset'
import { type LatinName, latinKey, type NameRules } from '@/payroll-files/types'
import type { Ledger, Transaction } from '@/prisma/connect'

/**
 * By the company's bank profile, as the payment file will be written; names as they are remembered, and as somebody wrote them for the file
 * `importId`. The caller has authorized the company.
 */
export async function readNameRules(ledger: Ledger | Transaction, companyId: string, importId: string | null = null): Promise<NameRules> {
  const [profile] = await ledger.$queryRaw<{ umlauts: Umlauts }[]>`
    SELECT b.umlauts FROM company c JOIN bank_profile b ON b.id = c.bank_profile_id WHERE c.id = ${companyId}::uuid`
  const rows = await ledger.$queryRaw<(LatinName & { number: string; written: string })[]>`
    SELECT n.employee_number AS number, n.written, n.latin AS text, coalesce(u.name, n.settled_by) AS by
    FROM (
      SELECT employee_number, written, latin, settled_by, 1 AS step FROM latin_name WHERE company_id = ${companyId}::uuid
      UNION ALL SELECT employee_number, written, latin, settled_by, 2 FROM import_latin_name WHERE import_id = ${importId}::uuid) n
    LEFT JOIN app_user u ON u.id = n.settled_by ORDER BY n.step`
  const latin = new Map(rows.map(({ number, written, text, by }) => [latinKey(number, written), { text, by }]))
  return { umlauts: profile?.umlauts ?? 'one-letter', latin }
}
