/** What the reconciler tells of itself. */
import { countOpen } from '@/operations/compare/mismatches'
import type { Samples } from '@/operations/metrics/metrics'
import { THRESHOLD_MS } from '@/operations/thresholds'
import { type CopySkew, versionSkew } from '@/operations/version-skew'
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
  const read = Promise.all([countOpen(ledger), versionSkew(ledger)])
  const found = await within(READ_LIMIT_MS, read, null)
  if (found === null) return {}
  const [open, skew] = found
  const byCopy = (valueIn: (each: CopySkew) => number | null) =>
    skew.flatMap((each) => {
      const value = valueIn(each)
      return value === null ? [] : [{ labels: { copy: each.copy }, value }]
    })
  return {
    payledger_copy_older_payouts: byCopy(({ older }) => older),
    payledger_copy_older_payouts_age_seconds: byCopy(({ older, oldestMs }) => (older === null ? null : (oldestMs ?? 0) / 1_000)),
    payledger_copy_older_definition_payouts: byCopy(({ olderDefinition }) => olderDefinition),
    payledger_mismatches_open: Object.entries(open).map(([store, value]) => ({ labels: { store }, value })),
  }
}
