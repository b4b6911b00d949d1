/** Whole runs are compared before anybody looks at them: of 100,000 lines that takes a second, which a page should not. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { enqueue } from '../transaction/enqueue'
import type { CommandContext } from '../transaction/execute'
import { shownRepetition } from './find-repetition'
import type { ComparedRun } from './last-payment'
import { runDifferences } from './run-differences'

/** Whose runs are compared, and the request that changed one of them, by which the job's log lines are found. */
export type CompareJob = { companyId: string; requestId: string }

/** Asks for the comparison in the transaction that drafts or changes a run of the company. */
export async function askForComparison(tx: Transaction, { requestId }: CommandContext, companyId: string): Promise<void> {
  const data: CompareJob = { companyId, requestId }
  await enqueue(tx, 'compare-runs', data)
}

/** Finds and keeps what the pages of the company's open runs show; what is kept and still holds is not found again. @throws the store's errors */
export async function compareOpenRuns(ledger: Ledger, companyId: string): Promise<void> {
  const runs = await ledger.$queryRaw<ComparedRun[]>`
    SELECT id, company_id AS "companyId", period, kind = 'regular' AS regular FROM payroll_run
    WHERE company_id = ${companyId}::uuid AND status IN ('draft', 'submitted') ORDER BY id DESC`
  for (const run of runs) {
    await runDifferences(ledger, run)
    await shownRepetition(ledger, run.id)
  }
}
