/** Takes away what is kept for a time only. */

import { forgetOldCounts } from '@/access/request-limit'
import { removeEndedSessions } from '@/access/session'
import { forgetOldAttempts } from '@/access/sign-in-limit'
import { removeUnwantedExports } from '@/desks/exports/write-export'
import { forgetOldFigures } from '@/operations/figures'
import { forgetOldLatencies } from '@/operations/latency'
import { forgetOldExports } from '@/payroll/finance-desk/export-files'
import { forgetRemovedQuestions } from '@/payroll/finance-desk/questions'
import { abandonOldImports } from '@/payroll/imports/abandon-import'
import { removeOldFiles } from '@/payroll/imports/files'
import { forgetOldKeys } from '@/payroll/transaction/forget-old-keys'
import type { Ledger } from '@/payroll/transaction/open-ledger'

export type Swept = Record<
  'keys' | 'figures' | 'latencies' | 'attempts' | 'counts' | 'sessions' | 'imports' | 'files' | 'questions' | 'exports',
  number
>

/**
 * At the time `now`: idempotency keys and payroll files (also corrections of them, and uploads that were broken off) after 30 days, with the imports
 * that nobody came back to; how long changes took after eight, the desk's figures after one; sign-in attempts and counts of requests past their window; sessions that have ended; questions removed and
 * large files made a day ago. How many of each.
 * @throws the store's errors; what was taken away before stays so.
 */
export async function sweep(
  { ledger, importDir, financeDir }: { ledger: Ledger; importDir: string; financeDir: string },
  now: Date,
): Promise<Swept> {
  return {
    attempts: await forgetOldAttempts(ledger, now),
    counts: await forgetOldCounts(ledger, now),
    figures: await forgetOldFigures(ledger, now),
    latencies: await forgetOldLatencies(ledger, now),
    sessions: await removeEndedSessions(ledger, now),
    keys: await forgetOldKeys(ledger, now),
    // Before their files: an import that is open has its file.
    imports: await abandonOldImports(ledger, now),
    files: await removeOldFiles(importDir, now),
    questions: await forgetRemovedQuestions(ledger, now),
    exports: (await forgetOldExports(ledger, now)) + (await removeUnwantedExports({ ledger, financeDir }, now)),
  }
}
