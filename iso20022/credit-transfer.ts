/** What a payment file (pain.001) says, as values. */
import type { Rail } from '@/accounts/rail'

/** One payment file: what is asked of one bank at once. */
export type CreditTransfer = {
  messageId: string
  /** ISO 8601 in UTC. */
  createdAt: string
  initiatingParty: string
  blocks: readonly PaymentBlock[]
}

/** Payments that share debtor account, date and type: the bank may book them as one. */
export type PaymentBlock = {
  paymentInformationId: string
  debtor: Debtor
  /** "2026-11-25" */
  executionDate: string
  rail: Rail
  currency: string
  batchBooking: boolean
  salary: boolean
  payments: readonly Payment[]
}

export type Payment = {
  instructionId: string
  endToEndId: string
  amountMinor: bigint
  currency: string
  creditor: Creditor
  /** What the employee reads on the statement; null for nothing. */
  remittance: string | null
}

export type Debtor = {
  name: string
  account: string
  bic: string
  /** Written where the town is: a structured address needs it. */
  street?: string
  buildingNumber?: string
  postCode?: string
} & AccountCountry

export type Creditor = {
  name: string
  /** A number without BIC begins with its bank's national code (clearing.ts). */
  account: string
  accountKind: 'iban' | 'number'
  bic: string | null
} & AccountCountry

type AccountCountry = {
  /** Where the account is held. It is written with a town only: the account or the BIC says it. */
  country: string
  /** Written together with the country, as an address needs both; without it the file carries no address. */
  town?: string
}
