/** What a person saw of a run, against what is true now. */
import type { ChangedField } from '@/components/api-problem'

/**
 * The server compares two versions from the journal; a draft that was never submitted has none there, so what the page showed fills the gap.
 * Fields the page never showed are left out, and so is what turns out to be the same.
 */
export function asSeen(changed: readonly ChangedField[], shown: Readonly<Record<string, unknown>>, current: unknown): ChangedField[] {
  const differing = changed
    .filter(({ field }) => field in shown && field !== 'totals')
    .map(({ field, seen, now }) => ({ field, seen: seen ?? shown[field] ?? null, now }))
    .filter(({ seen, now }) => JSON.stringify(seen) !== JSON.stringify(now))
  if (differing.length > 0) return differing
  // Sent back and submitted again, a run can look as it did: then the version alone tells.
  const now = typeof current === 'object' && current !== null && 'version' in current ? current.version : null
  return [{ field: 'version', seen: shown.version ?? null, now }]
}
