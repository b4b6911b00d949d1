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
    SELECT profile.umlauts FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id WHERE company.id = ${companyId}::uuid`
  const rows = await ledger.$queryRaw<(LatinName & { number: string; written: string })[]>`
    SELECT known.employee_number AS number, known.written, known.latin AS text, coalesce(app_user.name, known.settled_by) AS by
    FROM (
      SELECT employee_number, written, latin, settled_by, 1 AS step FROM latin_name WHERE company_id = ${companyId}::uuid
      UNION ALL SELECT employee_number, written, latin, settled_by, 2 FROM import_latin_name WHERE import_id = ${importId}::uuid) known
    LEFT JOIN app_user ON app_user.id = known.settled_by ORDER BY known.step`
  const latin = new Map(rows.map(({ number, written, text, by }) => [latinKey(number, written), { text, by }]))
  return { umlauts: profile?.umlauts ?? 'one-letter', latin }
}
