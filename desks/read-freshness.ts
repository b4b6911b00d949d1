/** What each copy covers, judged now. */
import { readProgress } from '@/finance/progress'
import { type Freshness, judge } from '@/platform/freshness'
import type { SearchReader } from '@/search/reader'

export async function readFreshness(
  { search, financeDir }: { search: SearchReader; financeDir: string },
  now: Date,
): Promise<{ search: Freshness; finance: Freshness }> {
  const [searched, financed] = await Promise.all([search.progress(), readProgress(financeDir)])
  return { search: judge('search', searched, now), finance: judge('finance', financed, now) }
}
