/** One thing a bank says about money, with a key by which it is known again. */
import { createHash } from 'node:crypto'

/**
 * `booking`: a debit that names its payment. `batch`: a debit for a block. `unnamed`: a payment in an entry that cannot be told.
 * `summary`: an entry that names neither. `return`: a credit that brings a payment back.
 * `credit`: one that cannot be told to do so. `rejection`: by a status. `answer`: to a file, with no rejection.
 * `charge`: what the bank took or gave back beside that, for a payment or for none. `check`: the payee's name is that of the account.
 * `note`: what only a person can judge; its `problem` says it. `message`: a whole message that contradicts an earlier one.
 */
export type EvidenceKind =
  | 'booking'
  | 'batch'
  | 'unnamed'
  | 'summary'
  | 'return'
  | 'credit'
  | 'charge'
  | 'rejection'
  | 'answer'
  | 'check'
  | 'note'
  | 'message'

/** Amounts in minor units as decimal strings. `reference` is what a person would look for in the bank's own papers. */
export type Evidence = {
  key: string
  kind: EvidenceKind
  booking: string | null
  endToEndId: string | null
  blockId: string | null
  messageId: string | null
  amountMinor: string | null
  currency: string | null
  payments: number | null
  account: string | null
  bookedOn: string | null
  bankReference: string | null
  valueDate: string | null
  /** What the bank charged for it, in minor units by currency, and the part of it that is within the amount that moved. */
  charges: Charges | null
  chargesInside: Charges | null
  /** What a payment in another currency took from the account, in the account's, and the bank's rate. */
  accountAmountMinor: string | null
  accountCurrency: string | null
  exchangeRate: string | null
  reasonCode: string | null
  reasonText: string | null
  counterparty: string | null
  reference: string
  problem: string | null
  /** As the bank gives it. */
  status: string | null
  /** Of the whole entry. */
  entryAmountMinor: string | null
  entryCurrency: string | null
  direction: 'debit' | 'credit' | null
  /** Which telling of its payment, or block, within its message: of two bookings the second is 2. */
  telling: number
}

/** "1500" by "EUR". */
export type Charges = Readonly<Record<string, string>>

const EMPTY: Omit<Evidence, 'key' | 'kind' | 'reference'> = {
  booking: null,
  endToEndId: null,
  blockId: null,
  messageId: null,
  amountMinor: null,
  currency: null,
  payments: null,
  account: null,
  bookedOn: null,
  bankReference: null,
  valueDate: null,
  charges: null,
  chargesInside: null,
  accountAmountMinor: null,
  accountCurrency: null,
  exchangeRate: null,
  reasonCode: null,
  reasonText: null,
  counterparty: null,
  problem: null,
  status: null,
  entryAmountMinor: null,
  entryCurrency: null,
  direction: null,
  telling: 1,
}

/** What evidence says beside its kind. */
export type Said = Partial<Omit<Evidence, 'key' | 'kind' | 'reference'>>

/** Makes evidence, with its key. `within` is what it is said of, where the words alone could be said again of something else. */
export type EvidenceOf = (kind: EvidenceKind, reference: string, said: Said, within?: string | null) => Evidence

/** One file names the account by its IBAN, another by the number that is all of it behind the check digits. */
export const nationalNumber = (account: string | null): string => account?.replace(/^[A-Z]{2}\d{2}/, '') ?? ''

const BESIDES: ReadonlySet<EvidenceKind> = new Set(['booking', 'unnamed', 'summary', 'return'])

/** For the evidence of one message. */
export function evidenceOf(): EvidenceOf {
  const times = new Map<string, number>()
  const tellings = new Map<string, number>()
  return (kind, reference, said, within = null) => {
    const { booking: entry, endToEndId, amountMinor, currency, ...rest } = { ...EMPTY, ...said }
    // Banks number the charge for a payment anew in each file: it is known by the payment, and one is one however often it is told.
    const booking = kind === 'charge' && endToEndId !== null && rest.problem === null ? `charge ${endToEndId}` : entry
    // Statement and notification tell the same payment with more or less beside it, so only what makes it that payment counts.
    const told = BESIDES.has(kind) ? [] : [rest.blockId, rest.messageId, rest.payments, rest.reasonCode, rest.reasonText, rest.problem]
    // Keys are kept: what is added to them stands at the end, and only where it is.
    const more = [kind === 'answer' ? rest.status : null, within].filter((each) => each !== null)
    const meaning = JSON.stringify([kind, booking, endToEndId, amountMinor, currency, ...told, ...more])
    // A rejection is a rejection however often it is said; a booking said twice in one message is money that left twice.
    const nth = booking === null ? 0 : (times.get(meaning) ?? 0)
    times.set(meaning, nth + 1)
    const key = createHash('sha256').update(`${nth} ${meaning}`).digest('hex')
    const named = `${kind} ${endToEndId ?? rest.blockId}`
    const telling = (tellings.get(named) ?? 0) + 1
    if (booking !== null && (endToEndId ?? rest.blockId) !== null) tellings.set(named, telling)
    return { ...EMPTY, ...said, key, kind, reference: reference.slice(0, 200), telling }
  }
}
