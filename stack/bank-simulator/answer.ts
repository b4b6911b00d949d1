/** What the simulated bank does with one payment file: a pure function of the file, the time and which receipt of it this is. */
import { bicCountry } from '@/accounts/bic'
import { looksLikeIban } from '@/accounts/iban'
import type { CreditTransfer, PaymentBlock } from '@/iso20022/credit-transfer'
import { readPain001 } from '@/iso20022/read-pain001'
import { bankId } from './bank-id'
import type { BookedBlock, Paid } from './booked'
import { buildBooking } from './build-booking'
import { buildPain002 } from './build-pain002'
import { chargeOf } from './charge'
import { inEuros } from './exchange'
import { oddityOf } from './oddity'
import { oddEntries, ordinaryEntries } from './other-entries'
import { type BookingKind, bookingKindOf, isBookedInEuros } from './profile'
import { type Refusal, refusalOf } from './rejection'

export type Answer = {
  pain002: string
  /** Null when nothing was paid. */
  booking: { kind: BookingKind; xml: string } | null
  paid: readonly Paid[]
}

/** How long after the status the bank books. */
const BOOKED_AFTER_MS = 1_000
/** By how much the bank books too little where it is asked to. */
const TOO_LITTLE_MINOR = 5n

/**
 * The answers to a payment file. The same arguments give the same bytes; another `receipt` gives other ids, because a bank that gets a file
 * twice pays twice.
 */
export function answer(pain001: string, now: Date, receipt = '1'): Answer {
  const read = readPain001(new TextEncoder().encode(pain001))
  if (read.kind === 'unreadable') {
    const original = { id: /<MsgId>([^<]{1,35})<\/MsgId>/.exec(pain001)?.[1] ?? 'UNKNOWN', version: null }
    return refused(original, null, { code: 'FF01', text: read.reason.slice(0, 105) }, now, receipt)
  }
  const { transfer, controlProblem, version } = read
  if (controlProblem !== null)
    return refused({ id: transfer.messageId, version }, transfer, { code: 'AM10', text: controlProblem.slice(0, 105) }, now, receipt)
  const refusals = refusalsOf(transfer)
  const blocks = transfer.blocks.map((block) => booked(block, refusals, receipt)).filter(({ paid }) => paid.length > 0)
  const status = { transfer, fileRefusal: null, refusals, originalMessageId: transfer.messageId, originalVersion: version }
  return {
    pain002: buildPain002({ messageId: bankId('ST', transfer.messageId, receipt), createdAt: now.toISOString(), ...status }),
    booking: bookingOf(transfer.messageId, blocks, new Date(now.getTime() + BOOKED_AFTER_MS).toISOString(), receipt),
    paid: blocks.flatMap(({ paid }) => paid),
  }
}

type Original = { id: string; version: string | null }

function refused({ id, version }: Original, transfer: CreditTransfer | null, fileRefusal: Refusal, now: Date, receipt: string): Answer {
  const pain002 = buildPain002({
    messageId: bankId('ST', id, receipt),
    createdAt: now.toISOString(),
    originalMessageId: id,
    originalVersion: version,
    transfer,
    fileRefusal,
    refusals: new Map(),
  })
  return { pain002, booking: null, paid: [] }
}

function refusalsOf(transfer: CreditTransfer): Map<string, Refusal> {
  const refusals = new Map<string, Refusal>()
  for (const block of transfer.blocks) {
    for (const payment of block.payments) {
      const refusal = refusalOf(payment, block.executionDate)
      if (refusal) refusals.set(payment.endToEndId, refusal)
    }
  }
  return refusals
}

function booked(block: PaymentBlock, refusals: ReadonlyMap<string, Refusal>, receipt: string): BookedBlock {
  const from = looksLikeIban(block.debtor.account) ? block.debtor.account.slice(0, 2) : bicCountry(block.debtor.bic)
  const paid = block.payments
    .filter((payment) => !refusals.has(payment.endToEndId))
    .map((payment): Paid => {
      const amountMinor = payment.amountMinor - (oddityOf(payment) === 'other-amount' ? TOO_LITTLE_MINOR : 0n)
      const onAccount = isBookedInEuros(block) ? inEuros(amountMinor, payment.currency) : null
      return {
        instructionId: payment.instructionId,
        endToEndId: payment.endToEndId,
        amountMinor,
        currency: payment.currency,
        bankReference: bankId('TR', payment.endToEndId, receipt),
        chargeMinor: chargeOf(payment, block.rail, from, onAccount?.currency ?? payment.currency),
        ...(onAccount && { onAccount }),
      }
    })
  return {
    block,
    entryReference: bankId('EN', block.paymentInformationId, receipt),
    bankReference: bankId('BK', block.paymentInformationId, receipt),
    paid,
  }
}

function bookingOf(originalMessageId: string, blocks: readonly BookedBlock[], createdAt: string, receipt: string): Answer['booking'] {
  const [first] = blocks
  if (!first) return null
  const kind = bookingKindOf(first.block.debtor.bic)
  const others = [
    ...blocks.flatMap((block) => oddEntries(block, receipt)),
    ...(kind === 'camt.053' ? ordinaryEntries(first.block, createdAt.slice(0, 10), receipt) : []),
  ]
  const messageId = bankId(kind === 'camt.053' ? 'SM' : 'DN', originalMessageId, receipt)
  return { kind, xml: buildBooking({ kind, messageId, createdAt, originalMessageId, blocks, others }) }
}
