/** What no other process sees of both copies: how many payouts of each were put there by an older definition than the code's. */
import { payoutsOfOlderMarts } from '@/finance/definition'
import { pause } from '@/platform/retry'
import { within } from '@/platform/within'
import type { Search } from '@/search/client'
import { payoutsOfOlderIndex } from '@/search/progress'

const EVERY_MS = 10_000
const LIMIT_MS = 3_000

/** Null for a copy that does not answer, or was not filled. */
export type OlderDefinition = { search: number | null; finance: number | null }

/** Beside the comparisons, of which one takes minutes; until `signal` aborts. */
export async function measureDefinitions(
  { search, financeDir, signal }: { search: Search; financeDir: string; signal: AbortSignal },
  onMeasured: (found: OlderDefinition) => void,
): Promise<void> {
  for (; !signal.aborted; await pause(EVERY_MS, signal)) {
    const [inSearch, inFinance] = await Promise.all([
      within(LIMIT_MS, payoutsOfOlderIndex(search), null),
      within(LIMIT_MS, payoutsOfOlderMarts(financeDir), null),
    ])
    onMeasured({ search: inSearch, finance: inFinance })
  }
}
