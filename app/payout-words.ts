/** How a payout's state is said on every desk: one word, one tone. */
import type { Tone } from '@/components/status'

const WORDS: Readonly<Record<string, { word: string; tone: Tone }>> = {
  submitted: { word: 'Submitted', tone: 'info' },
  withdrawn: { word: 'Withdrawn', tone: 'idle' },
  approved: { word: 'Approved', tone: 'info' },
  held: { word: 'Held', tone: 'warn' },
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
  reasonCode: 'Reason',
  seal: 'Seal',
  attempt: 'Attempt',
}
