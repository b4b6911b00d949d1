/** What happened to a run, in words. */
import type { HistoryEntry } from '@/payroll/runs/history'

type Entry = Pick<HistoryEntry, 'type' | 'actor' | 'state'>

const ACTS: Readonly<Record<string, string>> = {
  'audit.run-imported': 'made the draft of',
  'audit.file-uploaded': 'uploaded',
  'audit.file-mapped': 'set how to read',
  'audit.file-corrected': 'uploaded corrected rows in',
  'audit.file-edited': 'edited rows',
  'audit.file-set-pay-date': 'set another pay date',
  'payroll-run.submitted': 'submitted it',
  'payroll-run.sent-back': 'sent it back',
  'payroll-run.approved': 'approved it',
  'payroll-run.recalled': 'recalled it',
  'payroll-run.pay-date-changed': 'changed the pay date',
  'audit.bank-file-later-day-proposed': 'proposed a later day for',
  'audit.bank-file-moved': 'confirmed a later day for',
  'audit.bank-file-later-day-withdrawn': 'withdrew the later day for',
  'audit.bank-file-later-day-refused': 'refused a later day for',
  'payroll-run.cancelled': 'cancelled it',
  'audit.repetition-accepted': 'gave a reason for paying people again',
  'audit.bank-received-file': 'said that the bank has',
  'audit.bank-denial-proposed': 'said that the bank does not have',
  'audit.bank-did-not-receive-file': 'confirmed that the bank does not have',
  'audit.bank-denial-withdrawn': 'withdrew the answer that the bank does not have',
  'audit.bank-denial-refused': 'refused the answer that the bank does not have',
}

/** What no person does. */
const EVENTS: Readonly<Record<string, string>> = {
  'payroll-run.released': 'Released to the bank',
  'payroll-run.settled': 'The bank answered for every payout',
}

/** "D. Preparer submitted it". */
export function eventWords({ type, actor, state }: Entry): string {
  if (EVENTS[type]) return EVENTS[type]
  const act = ACTS[type] ?? type.replace(/^[a-z-]+\./, '').replaceAll('-', ' ')
  const file = type.startsWith('audit.') && typeof state?.file === 'string' ? ` ${state.file}` : ''
  const rows = rowWords(' without', state?.leftOut) + rowWords(':', state?.rows)
  const day = typeof state?.payDateWas === 'string' ? `, with pay date ${state.payDate} instead of ${state.payDateWas}` : ''
  const later = typeof state?.executionDate === 'string' ? `: ${state.executionDate}${instead(state.was)}` : ''
  return `${actor.name} ${act}${file}${rows}${day}${later}`
}

const instead = (was: unknown): string => (typeof was === 'string' ? ` instead of ${was}` : '')

const ROWS_NAMED = 20

/** " without rows 3, 5": rows of the file. */
function rowWords(before: string, rows: unknown): string {
  if (!Array.isArray(rows) || rows.length === 0) return ''
  const more = rows.length > ROWS_NAMED ? ` and ${rows.length - ROWS_NAMED} more` : ''
  return `${before} ${rows.length === 1 ? 'row' : 'rows'} ${rows.slice(0, ROWS_NAMED).join(', ')}${more}`
}
