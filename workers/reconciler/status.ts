/** What the reconciler tells of itself. */
import { countOpen } from '@/operations/compare/mismatches'
import type { Samples } from '@/operations/metrics/metrics'
import { THRESHOLD_MS } from '@/operations/thresholds'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { within } from '@/platform/within'

const READ_LIMIT_MS = 2_000

/** Why it does not get on. @param failures rounds in a row that failed @param isHeard whether the ledger records its heartbeat */
export const reconcilerProblems = (failures: number, isHeard: boolean): string[] => [
  ...(failures > 0 ? ['Its last round failed: a store does not answer. The log says which.'] : []),
  ...(isHeard ? [] : [`The ledger has not recorded its heartbeat for ${THRESHOLD_MS.silence / 1_000} s.`]),
]

/** What it serves under `/metrics`; nothing while the ledger does not answer. */
export async function reconcilerSamples(ledger: Ledger): Promise<Samples> {
  const open = await within(READ_LIMIT_MS, countOpen(ledger), null).catch(() => null)
  if (open === null) return {}
  return { payledger_mismatches_open: Object.entries(open).map(([store, value]) => ({ labels: { store }, value })) }
}
