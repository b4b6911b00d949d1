/** How a finding and its resolution are said. */
import type { Tone } from '@/components/status'
import type { FindingRow } from '@/payroll/queries/findings'
import type { HistoryEntry } from '@/payroll/queries/history'

const RESOLVED: Readonly<Record<string, string>> = {
  matched: 'Matched by hand',
  'written-off': 'Written off',
  'returned-to-bank': 'Returned to the bank',
  explained: 'Explained by a later file',
}
const PROPOSED: Readonly<Record<string, string>> = {
  matched: 'Match proposed',
  'written-off': 'Write-off proposed',
  'returned-to-bank': 'Return proposed',
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
  rejection: 'Rejection',
  answer: 'Answer to a file',
  note: 'Note',
}
export const kindWords = (kind: string | null): string => KINDS[kind ?? ''] ?? 'Entry'

const ACTS: Readonly<Record<string, string>> = {
  'audit.finding-proposed': 'proposed a resolution',
  'audit.finding-resolved': 'resolved it',
  'audit.finding-refused': 'did not confirm it',
}

/** "D. Approver resolved it". */
export function actWords({ type, actor, state }: HistoryEntry): string {
  if (type !== 'audit.finding-assigned') return `${actor.name} ${ACTS[type] ?? type}`
  const owner = typeof state.owner === 'string' ? state.owner : null
  if (owner === null) return `${actor.name} put it back`
  return owner === actor.name ? `${actor.name} took it` : `${actor.name} handed it over to ${owner}`
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
