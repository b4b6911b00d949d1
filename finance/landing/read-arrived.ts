/** What arrived from a partition, told apart into rows of the landing and dead letters. */
import type { Arrived } from '@/events/projection'
import { type Event, readEvent } from '@/events/read-event'

export type Row = { arrived: Arrived; event: Event; text: string }
export type Refused = { arrived: Arrived; reason: string }

/** What the ledger's bigint columns hold at most. */
const AMOUNT_MAX = 9_223_372_036_854_775_807n
/** And its integer columns. */
const INTEGER_MAX = 2_147_483_647

/** Tells the messages of a batch apart: rows of the landing, and what cannot be one, each with its reason. Both keep the order of the batch. */
export function readArrived(batch: readonly Arrived[]): { rows: Row[]; refused: Refused[] } {
  const rows: Row[] = []
  const refused: Refused[] = []
  for (const arrived of batch) {
    const event = arrived.unreadable === undefined ? readEvent(arrived.value) : arrived.unreadable
    const reason = typeof event === 'string' ? event : event.kind === 'unreadable' ? event.reason : unfit(event)
    if (reason !== null) refused.push({ arrived, reason })
    else rows.push({ arrived, event: event as Event, text: arrived.value?.toString('utf8') ?? '' })
  }
  return { rows, refused }
}

/** A figure no mart could hold would stop every build, so it is refused here. */
function unfit(event: Event): string | null {
  if (event.version > INTEGER_MAX) return `sequence: ${event.version} is more than a version can be`
  if (event.kind !== 'payout') return null
  const { amountMinor, feeMinor, charges, accountAmount, lineNumber, attempt } = event.data.payout
  if (Math.abs(lineNumber) > INTEGER_MAX) return 'data.payout.lineNumber: more than the ledger can hold'
  if (attempt > INTEGER_MAX) return 'data.payout.attempt: more than the ledger can hold'
  if (BigInt(amountMinor) > AMOUNT_MAX) return 'data.payout.amountMinor: more than the ledger can hold'
  if (feeMinor !== null && BigInt(feeMinor) > AMOUNT_MAX) return 'data.payout.feeMinor: more than the ledger can hold'
  if (charges?.some((charge) => BigInt(charge.amountMinor) > AMOUNT_MAX)) return 'data.payout.charges: more than the ledger can hold'
  if (accountAmount && BigInt(accountAmount.amountMinor) > AMOUNT_MAX) return 'data.payout.accountAmount: more than the ledger can hold'
  return null
}
