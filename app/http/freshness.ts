/** What each copy covers, judged now. */
import { readProgress as readFinanceProgress } from '@/finance/progress'
import { type Freshness, judge } from '@/platform/freshness'
import { readProgress as readSearchProgress } from '@/search/progress'
import { server } from './server'

export async function readFreshness(): Promise<{ search: Freshness; finance: Freshness }> {
  const { search, financeDir } = server()
  const [searched, financed] = await Promise.all([readSearchProgress(search), readFinanceProgress(financeDir)])
  const now = new Date()
  return { search: judge('search', searched, now), finance: judge('finance', financed, now) }
}
