/** What each copy covers, judged now. */
import { readProgress } from '@/finance/progress'
import { type Freshness, judge } from '@/platform/freshness'
import { server } from './server'

export async function readFreshness(now: Date): Promise<{ search: Freshness; finance: Freshness }> {
  const { search, financeDir } = server()
  const [searched, financed] = await Promise.all([search.progress(), readProgress(financeDir)])
  return { search: judge('search', searched, now), finance: judge('finance', financed, now) }
}
