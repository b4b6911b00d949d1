/** Whether a person's several lines are each paid, as it was last said for the company. */
import type { Ledger, Transaction } from '@/prisma/connect'
import type { Call } from '../execute'

/** False where nothing was said yet. */
export async function paysSeveralLines(db: Ledger | Transaction, companyId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<
    { paid: boolean }[]
  >`SELECT several_lines AS paid FROM company_import_choice WHERE company_id = ${companyId}::uuid`
  return row?.paid ?? false
}

/** Kept with the draft that was made so: the next file of the company is read in the same way. */
export async function rememberSeveralLines(tx: Transaction, call: Call, companyId: string, paid: boolean): Promise<void> {
  if ((await paysSeveralLines(tx, companyId)) === paid) return
  await tx.$executeRaw`
    INSERT INTO company_import_choice (company_id, several_lines, saved_by, saved_at) VALUES (${companyId}::uuid, ${paid}, ${call.actor.id}, ${call.now})
    ON CONFLICT (company_id) DO UPDATE SET several_lines = excluded.several_lines, saved_by = excluded.saved_by, saved_at = excluded.saved_at`
}
