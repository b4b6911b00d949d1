/** What a bank's message claims about payments, flattened to rows the ledger can match in one query each. Each claim has a key: said twice, it is one. */
import type { BankReport, BookingReport } from '@/bank/report-types'
import { bookingClaims, type ZoneOf } from './booking-claims'
import { type Claim, type Claimant, claimant } from './claim'
import { statusClaims } from './status-claims'

/** Everything a message says that concerns money, and what of it was not understood; made as it is asked for, since there may be 100,000. Days are those of the banks. */
export function* claimsOf(report: BankReport, zoneOf: ZoneOf = () => null): Generator<Claim> {
  const claim = claimant()
  if (report.kind === 'pain.002') return yield* statusClaims(report, claim)
  yield* notes(report, claim)
  yield* bookingClaims(report, claim, zoneOf)
}

function notes(report: BookingReport, claim: Claimant): Claim[] {
  return report.notUnderstood.map((problem) => claim('note', report.messageId, { messageId: report.messageId, problem }))
}
