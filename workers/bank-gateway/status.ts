/** What the gateway tells of itself: whether it gets on, and how much it has done. */
import type { Samples } from '@/operations/metrics/metrics'
import { THRESHOLD_MS } from '@/operations/thresholds'
import { countArrived, type Folders } from './folders'
import type { Gateway } from './run'

/** Why it does not get on. @param isHeard whether the ledger records its heartbeat */
export function gatewayProblems({ failures, agoMs }: ReturnType<Gateway['rounds']>, isHeard: boolean): string[] {
  return [
    ...(failures > 0 ? ['Its last round failed: it cannot reach the ledger or the bank’s folders, or has stopped. The log says why.'] : []),
    ...(isHeard ? [] : [`The ledger has not recorded its heartbeat for ${THRESHOLD_MS.silence / 1_000} s.`]),
    ...(agoMs > THRESHOLD_MS.bankRound ? [`Its round has not ended for ${Math.round(agoMs / 1_000)} s.`] : []),
  ]
}

/** What the gateway serves under `/metrics`. Folders that cannot be read have no number of files. */
export async function gatewaySamples({ handedOver, takenIn }: ReturnType<Gateway['status']>, folders: Folders): Promise<Samples> {
  return {
    payledger_bank_inbox_files: await countArrived(folders).catch(() => null),
    payledger_bank_files_taken_in_total: takenIn,
    payledger_bank_files_sent_total: handedOver,
  }
}
