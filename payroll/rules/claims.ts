/** What a bank's file claims about payments, flattened to rows the ledger can match in one query each. */
import type { BookingReport } from '@/bank/camt054'
import { rejectionsOf, type StatusReport } from '@/bank/pain002'
import type { Reason } from '@/bank/reasons'

/** Exactly one of the three says what is rejected: one payment, a block, or the whole file. */
export type RejectionClaim = {
  endToEndId: string | null
  blockId: string | null
  wholeFile: boolean
  reasonCode: string | null
  reasonText: string | null
}

/** A booked debit. `feeMinor` is null when nothing was charged, or it was charged in another currency. */
export type BookingClaim = {
  endToEndId: string
  amountMinor: string
  currency: string
  account: string | null
  bankReference: string | null
  feeMinor: string | null
}

export type ReturnClaim = {
  endToEndId: string
  amountMinor: string
  currency: string
  reasonCode: string | null
  reasonText: string | null
}

/** A claim that cannot be matched or must not be guessed, in words for a person. */
export type Finding = { reference: string; problem: string; amountMinor: string | null; currency: string | null }

export type BookingClaims = { bookings: BookingClaim[]; returns: ReturnClaim[]; findings: Finding[] }

const first = (reasons: readonly Reason[]) => ({ reasonCode: reasons[0]?.code ?? null, reasonText: reasons[0]?.text ?? null })

/** What a status report rejects. Everything else in it only informs. */
export function rejectionClaims(report: StatusReport): RejectionClaim[] {
  const { payments, blocks, file } = rejectionsOf(report)
  return [
    ...[...payments].map(([endToEndId, reasons]) => ({ endToEndId, blockId: null, wholeFile: false, ...first(reasons) })),
    ...[...blocks].map(([blockId, reasons]) => ({ endToEndId: null, blockId, wholeFile: false, ...first(reasons) })),
    ...(file ? [{ endToEndId: null, blockId: null, wholeFile: true, ...first(file) }] : []),
  ]
}

/** What a notification books: debits that settle, credits that return, and what a person must look at. */
export function bookingClaims(report: BookingReport): BookingClaims {
  const claims: BookingClaims = { bookings: [], returns: [], findings: [] }
  for (const note of report.notUnderstood)
    claims.findings.push({ reference: report.messageId, problem: note, amountMinor: null, currency: null })
  for (const entry of report.entries.filter((each) => each.booked)) {
    const whole = { amountMinor: entry.amount.amountMinor.toString(), currency: entry.amount.currency }
    const name = entry.entryReference ?? entry.bankReference ?? 'entry'
    if (entry.transactions.length === 0) {
      claims.findings.push({ reference: name, problem: 'booked without naming its payments, so nothing was settled by it', ...whole })
    }
    for (const booked of entry.transactions) {
      const reference = booked.endToEndId ?? name
      const amount = booked.amount ? { amountMinor: booked.amount.amountMinor.toString(), currency: booked.amount.currency } : null
      if (booked.endToEndId === null || amount === null) {
        const problem = booked.endToEndId === null ? 'booked without an end-to-end id' : 'booked without an amount of its own'
        claims.findings.push({ reference, problem, amountMinor: amount?.amountMinor ?? null, currency: amount?.currency ?? null })
      } else if (entry.direction === 'debit') {
        const own = booked.charges.filter((charge) => charge.currency === amount.currency)
        const feeMinor = own.length > 0 ? own.reduce((sum, charge) => sum + charge.amountMinor, 0n).toString() : null
        claims.bookings.push({
          endToEndId: booked.endToEndId,
          ...amount,
          account: entry.account,
          bankReference: booked.bankReference ?? entry.bankReference,
          feeMinor,
        })
        for (const charge of booked.charges.filter((each) => each.currency !== amount.currency)) {
          const problem = 'charged in another currency than the payment: the fee is not counted'
          claims.findings.push({ reference, problem, amountMinor: charge.amountMinor.toString(), currency: charge.currency })
        }
      } else if (booked.returnReason) {
        claims.returns.push({
          endToEndId: booked.endToEndId,
          ...amount,
          reasonCode: booked.returnReason.code,
          reasonText: booked.returnReason.text,
        })
      } else {
        claims.findings.push({ reference, problem: 'a credit that is not marked as a return', ...amount })
      }
    }
  }
  return claims
}
