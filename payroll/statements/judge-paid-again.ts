/** Looks again at who is paid for the second time, when a run is approved or recalled. */
import { Prisma, type Transaction } from '@/prisma/connect'
import { personOf } from '../runs/last-payment'
import { lockBankFiles } from './lock-bank-files'
import { findProblems } from './open-exceptions'
import { pairsAround } from './paid-twice'

/**
 * Call it when the payouts of the run have moved. Bank files wait for it only where somebody of the run has a payment that stopped before: of an approval
 * and a booking at once one must see the other.
 */
export async function judgePaidAgain(tx: Transaction, runId: string, now: Date): Promise<void> {
  const person = personOf(Prisma.sql`employee_number`)
  const [some] = await tx.$queryRaw<{ stopped: boolean }[]>`
    WITH meant AS MATERIALIZED (SELECT ${person} AS person, account_hash FROM payout WHERE run_id = ${runId}::uuid)
    SELECT EXISTS (
      SELECT FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id JOIN payroll_run run ON run.id = payout.run_id
      WHERE instruction.stopped_at IS NOT NULL AND run.id <> ${runId}::uuid AND run.company_id = (SELECT company_id FROM payroll_run WHERE id = ${runId}::uuid)
        AND (${person} IN (SELECT person FROM meant) OR account_hash IN (SELECT account_hash FROM meant))) AS stopped`
  if (!some?.stopped) return
  await lockBankFiles(tx)
  const payouts = Prisma.sql`SELECT id FROM payout WHERE run_id = ${runId}::uuid`
  const pairs = await pairsAround(tx, payouts, 'many')
  const before = await tx.$queryRaw<{ endToEndId: string }[]>`
    SELECT end_to_end_id AS "endToEndId" FROM bank_claim WHERE paid_again_by IN (${payouts})`
  const about = [...new Set([...pairs, ...before].map(({ endToEndId }) => endToEndId))]
  if (about.length > 0) await findProblems(tx, [], about, now)
}
