/** Whether a person's several lines are each paid, as it was last approved for the company. */
import type { Ledger, Transaction } from '@/prisma/connect'

/** False where nothing was approved yet. */
export async function paysSeveralLines(db: Ledger | Transaction, companyId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<
    { paid: boolean }[]
  >`SELECT several_lines AS paid FROM company_import_choice WHERE company_id = ${companyId}::uuid`
  return row?.paid ?? false
}
