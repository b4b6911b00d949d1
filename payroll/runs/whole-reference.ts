/** What a whole id or reference names: whoever types one wants its page, not a list of one. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { type Viewer, visible } from '../transaction/viewer'

export type Named = { what: 'payout' | 'run'; id: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Our references and end-to-end ids: no blank, and longer than a name's word that could be one of them by chance. */
const REFERENCE = /^[A-Z0-9][A-Z0-9/-]{5,34}$/

/** The payout with this id or end-to-end id, or the run with this id or reference; null when it is none this person may see. */
export async function readWholeReference(ledger: Ledger, viewer: Viewer, text: string): Promise<Named | null> {
  const [typed, id] = [text.trim().toUpperCase(), UUID.test(text.trim()) ? text.trim().toLowerCase() : null]
  if (id === null && !REFERENCE.test(typed)) return null
  const seen = visible(viewer, Prisma.sql`run.company_id`)
  const [named] = await ledger.$queryRaw<Named[]>`
    SELECT 'payout' AS what, payout.id FROM payout JOIN payroll_run run ON run.id = payout.run_id
    WHERE ${seen} AND payout.id IN (SELECT ${id}::uuid UNION SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = ${typed})
    UNION ALL SELECT 'run', run.id FROM payroll_run run WHERE ${seen} AND (run.id = ${id}::uuid OR run.reference = ${typed}) LIMIT 1`
  return named ?? null
}
