/** How a finding and its resolution are said. */
import type { Tone } from '@/components/status'
import type { FindingRow } from '@/payroll/exceptions/findings'
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
export const otherSide = ({ counterparty, payeeName }: Pick<FindingRow, 'counterparty' | 'payeeName'>): string | null =>
  counterparty ?? payeeName

const KINDS: Readonly<Record<string, string>> = {
  booking: 'Debit of one payment',
  batch: 'Debit of a batch',
  unnamed: 'Debit of a payment without a name',
  summary: 'Debit that names nothing',
  return: 'Return',
  credit: 'Credit',
  charge: 'Charge of the bank',
  rejection: 'Rejection',
  answer: 'Answer to a file',
  note: 'Note',
  check: 'Payee check',
  message: 'Whole message',
  twice: 'Two payments of ours',
}
export const kindWords = (kind: string | null): string => KINDS[kind ?? ''] ?? 'Entry'

const ADVICE: Readonly<Record<string, string>> = {
  booking: 'Compare it with what was sent. If the bank booked it wrongly or twice, the bank has to correct it: return it to the bank.',
  batch: 'Ask the bank which payments are in it. If it is one of the batches below, match it; otherwise return it to the bank.',
  unnamed: 'If it is a payment of ours, match it. If it is no salary, such as rent or the bank’s own charges, close it.',
  summary: 'If it is a payment of ours, match it. If it is no salary, such as rent or the bank’s own charges, close it.',
  return: 'The payment stays as it is until it is clear what came back. Match it, or ask the bank.',
  credit: 'If it is a salary that came back, match it with that payment. If it is other money, close it.',
  charge: 'It belongs to no payment. Ask the bank what it is for if that is not clear, and close it when nothing is left to do.',
  rejection: 'The bank contradicts itself. Ask which is true before anybody is paid again.',
  answer: 'It answers a file that PayLedger did not send. Find out whose it is, then close it.',
  message:
    'The bank has sent two messages under one id. Compare the files. Apply this one if both are true; discard it if it was sent by mistake.',
  twice:
    'Recall the second payment if it has not gone yet. If both are booked, ask the bank for the first one back, or agree with the employee how it is set off; then say here what was done.',
  note: 'It changes nothing by itself. Follow it up, and close it when nothing is left to do.',
}
const OF_DUPLICATE =
  'Ask the bank whether it has the payments from an earlier file. If it really refused them, say so, and they fail; if the report is false, dismiss it. Either takes a second person.'

/** What a person can do about it. */
export const adviceWords = (kind: string | null, isDuplicate: boolean): string | null =>
  isDuplicate ? OF_DUPLICATE : (ADVICE[kind ?? ''] ?? null)

const ACTS: Readonly<Record<string, string>> = {
  'audit.finding-proposed': 'proposed a resolution',
  'audit.finding-resolved': 'resolved it',
  'audit.finding-refused': 'did not confirm it',
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
