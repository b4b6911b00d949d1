/** How a finding and its resolution are said. */
import type { Tone } from '@/components/status'
import type { ExceptionRow } from '@/payroll/exceptions/exceptions'
import type { HistoryEntry } from '@/payroll/runs/history'

const RESOLVED: Readonly<Record<string, string>> = {
  matched: 'Matched by hand',
  'written-off': 'Closed',
  'returned-to-bank': 'Returned to the bank',
  applied: 'Message applied',
  discarded: 'Message discarded',
  refused: 'Refusal confirmed',
  dismissed: 'Dismissed',
  explained: 'Explained by a later file',
}
const PROPOSED: Readonly<Record<string, string>> = {
  matched: 'Match proposed',
  'written-off': 'Closing proposed',
  'returned-to-bank': 'Return proposed',
  applied: 'Applying proposed',
  discarded: 'Discarding proposed',
  refused: 'Refusal proposed',
  dismissed: 'Dismissal proposed',
}

export function stateWords(state: string, resolution: string | null): { word: string; tone: Tone } {
  if (state === 'open') return { word: 'Open', tone: 'warn' }
  if (state === 'proposed') return { word: PROPOSED[resolution ?? ''] ?? 'Proposed', tone: 'info' }
  return { word: RESOLVED[resolution ?? ''] ?? 'Resolved', tone: resolution === 'explained' ? 'idle' : 'ok' }
}

export const sentence = (problem: string): string => `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`

/** Whom the bank names, else whom we wanted to pay. */
export const otherSide = ({ counterparty, payeeName }: Pick<ExceptionRow, 'counterparty' | 'payeeName'>): string | null =>
  counterparty ?? payeeName

const KINDS: Readonly<Record<string, string>> = {
  booking: 'Debit for one payment',
  batch: 'Debit for a batch',
  unnamed: 'Debit for an unnamed payment',
  summary: 'Debit that names no payment',
  return: 'Return',
  credit: 'Credit',
  charge: 'Bank charge',
  rejection: 'Rejection',
  answer: 'Answer to a file',
  note: 'Note from the bank',
  check: 'Payee check',
  message: 'Whole message',
  twice: 'Two of our payments',
}
export const kindWords = (kind: string | null): string => KINDS[kind ?? ''] ?? 'Entry'

const ADVICE: Readonly<Record<string, string>> = {
  booking: 'Compare it with what you sent. If the bank booked it wrongly or twice, the bank has to correct it: return it to the bank.',
  batch: 'Ask the bank which payments are in it. If it is one of the batches below, match it; otherwise return it to the bank.',
  unnamed: 'If it is one of our payments, match it. If it is not a salary (rent, for example, or bank charges), close it.',
  summary: 'If it is one of our payments, match it. If it is not a salary (rent, for example, or bank charges), close it.',
  return: 'The payment stays as it is until you know what came back. Match it, or ask the bank.',
  credit: 'If it is a salary that came back, match it with that payment. If it is other money, close it.',
  charge: 'It belongs to no payment. If you do not know what it is for, ask the bank. Close it when nothing is left to do.',
  rejection: 'The bank contradicts itself. Ask it what is true before you pay anyone again.',
  answer: 'It answers a file that PayLedger did not send. Find out whose it is, then close it.',
  message:
    'The bank sent two messages with the same id. Compare the files. If both are true, apply this one; if it was sent by mistake, discard it.',
  twice:
    'If the second payment has not gone yet, recall it. If both are booked, ask the bank to return the first one, or agree with the employee how to offset it. Then write here what you did.',
  note: 'It changes nothing by itself. Follow it up, and close it when nothing is left to do.',
}
const OF_DUPLICATE =
  'Ask the bank whether it has these payments from an earlier file. If it really refused them, mark them as refused and they fail; if the report is wrong, dismiss it. Either way, a second person confirms.'

/** What a person can do about it. */
export const adviceWords = (kind: string | null, isDuplicate: boolean): string | null =>
  isDuplicate ? OF_DUPLICATE : (ADVICE[kind ?? ''] ?? null)

const ACTS: Readonly<Record<string, string>> = {
  'audit.finding-proposed': 'proposed a resolution',
  'audit.finding-resolved': 'resolved it',
  'audit.finding-refused': 'refused the proposal',
}

/** "D. Approver resolved it". */
export function actWords({ type, actor, state }: HistoryEntry): string {
  if (type !== 'audit.finding-assigned') return `${actor.name} ${ACTS[type] ?? type}`
  const owner = typeof state.owner === 'string' ? state.owner : null
  if (owner === null) return `${actor.name} unassigned it`
  return owner === actor.name ? `${actor.name} assigned it to themselves` : `${actor.name} assigned it to ${owner}`
}

/** The fields of a finding, as a conflict names them. */
export const FINDING_FIELDS: Readonly<Record<string, string>> = {
  state: 'State',
  owner: 'Owner',
  resolution: 'Resolution',
  matchedTo: 'Matched with',
  proposedBy: 'Proposed by',
  reason: 'Reason',
}
