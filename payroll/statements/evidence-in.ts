/** The evidence of payments in a bank's message, flattened to rows the ledger can match in one query each. Each has a key: said twice, it is one. */
import type { BankReport, BookingReport, EntryFacts } from '@/iso20022/report-types'
import { bookingEvidence, type ZoneOf } from './booking-evidence'
import { type Evidence, type EvidenceOf, evidenceOf } from './evidence'
import { idsInQuestion, type Ours } from './payment-named'
import { statusEvidence } from './status-evidence'

/**
 * Everything a message says that concerns money, and what of it was not understood; made as it is asked for, since there may be 100,000. Days are those of
 * the banks; `ours`: see `idsToLookUp`.
 */
export function* evidenceIn(report: BankReport, zoneOf: ZoneOf = () => null, ours: Ours = new Set()): Generator<Evidence> {
  const claim = evidenceOf()
  if (report.kind === 'pain.002') return yield* statusEvidence(report, claim, ours)
  yield* notes(report, claim)
  yield* bookingEvidence(report, claim, zoneOf, ours)
}

/** Ids that a message gives beside an end-to-end id, or in place of one: those of them that are ours name a payment. */
export function idsToLookUp(report: BankReport): string[] {
  return idsInQuestion((report.kind === 'pain.002' ? report.blocks : report.entries).flatMap(({ transactions }): Names[] => transactions))
}

type Names = { endToEndId: string | null; instructionId: string | null }

/** Of a message with this id, for ids begin anew each year. */
const messageOf = ({ messageId, createdAt }: BookingReport): string => `${messageId} ${createdAt ?? ''}`

function notes(report: BookingReport, claim: EvidenceOf): Evidence[] {
  return report.notUnderstood.map((problem, n) => {
    const entry = report.notUnderstoodIn?.[n]
    const said = { ...entryFacts(entry), messageId: report.messageId, problem }
    return claim('note', entry?.reference ?? report.messageId, said, messageOf(report))
  })
}

/** What is known of the entry, as far as it could be read; the amount is what a person has to account for. */
function entryFacts(entry: EntryFacts | undefined): Partial<Evidence> {
  if (!entry) return {}
  const { amount, direction, bookingDate, account, reference, moves } = entry
  const said = { bookedOn: bookingDate, account, direction, bankReference: reference }
  if (!amount) return said
  const { currency } = amount
  const entryAmountMinor = amount.amountMinor.toString()
  return { ...said, entryAmountMinor, entryCurrency: currency, amountMinor: moves ? entryAmountMinor : null, currency }
}
