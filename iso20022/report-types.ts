/** What a bank's files say, as values. */
import type { BankAmount } from './amount'
import type { Charge } from './charges'
import type { Reason } from './reasons'
import type { Unreadable } from './unreadable'

/** One file as it arrived: an XML file, or a zip of several. Each message in it is a document of its own, in the order of the file. */
export type BankFile = { name: string; documents: readonly BankDocument[] }

export type BankDocument = {
  /** Where it stands, in words: the file, the member of a zip, and which message when there are several. "march.zip: in/a.xml, message 2" */
  place: string
  /** Of the XML file it is (for a zip: of the member), in hexadecimal: the same whether it came zipped or not. Of what it says, when it is one of several. */
  sha256: string
  report: BankReport | Unreadable
}

export type BankReport = StatusReport | BookingReport

/** A status report (pain.002). */
export type StatusReport = {
  kind: 'pain.002'
  messageId: string
  createdAt: string | null
  /** Who sent it, where it says so: a BIC, or a name. */
  sender?: string
  /** The message id of the payment file this answers. */
  originalMessageId: string
  /** ACTC, ACCP, ACSP, ACSC, PDNG, PART, RJCT …; null when the report speaks of blocks or payments only. */
  groupStatus: string | null
  groupReasons: Reason[]
  blocks: BlockStatus[]
}

export type BlockStatus = {
  paymentInformationId: string | null
  status: string | null
  reasons: Reason[]
  transactions: TransactionStatus[]
}

export type TransactionStatus = {
  endToEndId: string | null
  instructionId: string | null
  /** RJCT also when the block or the whole group is rejected. */
  status: string | null
  /** Its own reasons, or those of the level above when it is rejected without one. */
  reasons: Reason[]
  /** What the bank repeats of the original payment, if it does. */
  amount: BankAmount | null
  /** The bank's own reference of the payment (AcctSvcrRef, or of the clearing). */
  bankReference: string | null
}

/** A debit and credit notification (camt.054) or an account statement (camt.053): what the bank booked. A booked debit is what proves a payment. */
export type BookingReport = {
  kind: 'camt.054' | 'camt.053'
  /** That of a message without one is made of what it is. */
  messageId: string
  createdAt: string | null
  /** Who sent it, where it says so: a BIC, or a name. */
  sender?: string
  /** The notifications or statements in the message, as the bank calls them. */
  statements: Statement[]
  /** Of all of them, in the order of the file. */
  entries: Entry[]
  /** What stands in the file and could not be understood: listed with its place, never guessed. */
  notUnderstood: string[]
  /** Of each of those, what is known of the entry it stands in; left out when all was understood. */
  notUnderstoodIn?: EntryFacts[]
}

export type EntryFacts = {
  amount: BankAmount | null
  direction: 'debit' | 'credit' | null
  bookingDate: string | null
  /** The bank's, else the number of the entry. */
  reference: string | null
  account: string | null
  /** Money of it is accounted for by nothing else. */
  moves: boolean
}

export type Statement = { id: string | null; account: string | null; currency: string | null }

export type Entry = {
  /** Of the file, from 1. */
  line: number
  /** The notification or statement it stands in. */
  statementId: string | null
  /**
   * The same for the same entry within its account, in whichever message or file it comes again; different for different entries, also for
   * equal ones in one statement. An entry whose (account, fingerprint) came before says nothing new.
   */
  fingerprint: string
  /**
   * The same for all entries of one account with equal booking (bank's reference, amount, day, direction), named payments or not; null when
   * the bank gives no reference. An entry that names neither payments nor a block, and whose key came before, is the same booking in short.
   */
  bookingKey: string | null
  entryReference: string | null
  /** The bank's own reference (AcctSvcrRef). Not unique. */
  bankReference: string | null
  /** Only a booked entry is money that moved; the others are announcements. */
  booked: boolean
  /** BOOK, PDNG, INFO, FUTR …; null when the bank leaves it out: then it is not taken as booked. */
  status: string | null
  direction: 'debit' | 'credit'
  /** The bank takes back an earlier booking: a credit takes back a debit, a debit takes back a credit. */
  reversal: boolean
  amount: BankAmount
  /** The account the entry is on: for a debit, the payer's. */
  account: string | null
  /** "2026-11-25", as the bank writes it. */
  bookingDate: string | null
  /** The instant, where the bank gives one with its offset: the day is then the one it is at the bank. */
  bookedAt: string | null
  /** From when it counts for interest; likewise. */
  valueDate: string | null
  valueAt: string | null
  /** It is nothing but what the bank takes, or gives back, for its services. */
  isCharge: boolean
  /** Payments booked as one: the block's id, how many and their sum. */
  batches: Batch[]
  /** The bank's charges for the entry as a whole; those of its payments are with them. Counted once. */
  charges: Charge[]
  transactions: BookedTransaction[]
  /** The bank's words about the entry. */
  information: string | null
}

/** `count` and `sum` are null when the bank leaves them out; of a batch that is alone in its entry the sum is the entry's amount then. */
export type Batch = { messageId: string | null; paymentInformationId: string | null; count: number | null; sum: BankAmount | null }

export type BookedTransaction = {
  /** Null when missing or NOTPROVIDED. */
  endToEndId: string | null
  instructionId: string | null
  messageId: string | null
  paymentInformationId: string | null
  bankReference: string | null
  amount: BankAmount | null
  charges: Charge[]
  /** What it took from the account without charges, where that is in another currency than `amount`. */
  accountAmount: BankAmount | null
  /** As the bank writes it, whichever of the two currencies it counts in. */
  exchangeRate: string | null
  /** Set when the bank says that the payment came back, with a reason or without one. */
  returnReason: Reason | null
  /** Who stands on the other side, as far as the bank says it. */
  counterparty: { name: string | null; account: string | null } | null
  /** The text on the statement, or the bank's words about the payment. */
  information: string | null
}
