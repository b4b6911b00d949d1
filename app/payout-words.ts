/** How a payout's state is said on every desk: one word, one tone. */
import type { Tone } from '@/components/status'
import { reasonMeaning } from '@/iso20022/reason-codes'

const WORDS: Readonly<Record<string, { word: string; tone: Tone }>> = {
  submitted: { word: 'Submitted', tone: 'info' },
  withdrawn: { word: 'Withdrawn', tone: 'idle' },
  approved: { word: 'Approved', tone: 'info' },
  held: { word: 'On hold', tone: 'warn' },
  sent: { word: 'Sent', tone: 'info' },
  settled: { word: 'Settled', tone: 'ok' },
  failed: { word: 'Failed', tone: 'bad' },
  returned: { word: 'Returned', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'idle' },
  draft: { word: 'Draft', tone: 'idle' },
  paying: { word: 'Paying', tone: 'info' },
}

export const statusWords = (status: string): { word: string; tone: Tone } => WORDS[status] ?? { word: status, tone: 'idle' }

/** "ES•••• 1332": the country of the account and its last four characters. */
export const maskedAccount = (country: string, last4: string): string => `${country}•••• ${last4}`

type Masked = { accountCountry: string; accountLast4: string }

/** Said where two different accounts look the same when masked. */
export const sameEndWords = (was: Masked, is: Masked): string =>
  maskedAccount(was.accountCountry, was.accountLast4) === maskedAccount(is.accountCountry, is.accountLast4)
    ? ' (a different account with the same last characters)'
    : ''

/** The fields of a payout or run, as a conflict names them. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  status: 'State',
  version: 'Version',
  approvedAt: 'Approved',
  sentAt: 'Sent to the bank',
  settledAt: 'Settled',
  failedAt: 'Failed',
  submittedAt: 'Submitted',
  endToEndId: 'End-to-end id',
  bankReference: 'Bank reference',
  feeMinor: 'Fee (minor units)',
  bookedOn: 'Booked by the bank',
  valueDate: 'Value date',
  returnedOn: 'Return booked by the bank',
  charges: 'Charges',
  accountAmount: 'Amount on the account',
  reasonCode: 'Reason',
  seal: 'Seal',
  attempt: 'Attempt',
}

/** "AC04 account closed": as short as a table needs it. The payout's page says it in full. */
export function shortReason(code: string): string {
  const { short } = reasonMeaning(code)
  return short ? `${code} ${short}` : code
}
