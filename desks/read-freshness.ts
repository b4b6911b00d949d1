/** What each copy covers, judged now. */
import { readProgress } from '@/finance/progress'
import { countOpen } from '@/operations/compare/mismatches'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { type Freshness, judge, withDiffering } from '@/platform/freshness'
import type { SearchReader } from '@/search/reader'

export async function readFreshness(
  { ledger, search, financeDir }: { ledger: Ledger | null; search: SearchReader; financeDir: string },
  now: Date,
): Promise<{ search: Freshness; finance: Freshness }> {
  const [searched, financed, open] = await Promise.all([
    search.progress(),
    readProgress(financeDir),
    ledger ? differing(ledger) : NOT_ASKED,
  ])
  return {
    search: withDiffering(judge('search', searched, now), open.search),
    finance: withDiffering(judge('finance', financed, now), open.finance),
  }
}

/** How many differences are open, by copy. What the ledger cannot be asked now is not said. */
export const differing = (ledger: Ledger): Promise<{ search: number; finance: number }> => countOpen(ledger).catch(() => NOT_ASKED)

const NOT_ASKED = { search: 0, finance: 0 }
