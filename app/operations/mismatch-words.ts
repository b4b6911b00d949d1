import type { Cause } from '@/operations/compare/causes'
import type { Comparison } from '@/operations/compare/comparisons'
import type { Mismatch, OpenMismatch } from '@/operations/compare/mismatches'

export const STORE_WORDS = { ledger: 'Ledger', kafka: 'Kafka', search: 'Search', finance: 'Finance' } as const
const KIND_WORDS = {
  payout: 'Payout',
  run: 'Payroll run',
  'bank-file': 'Bank file',
  figure: 'Figure',
  event: 'Event',
  journal: 'Journal',
} as const

/** What differs, by its kind and id or name. */
export const subjectWords = ({ kind, subject }: Pick<OpenMismatch, 'kind' | 'subject'>): string => `${KIND_WORDS[kind]} ${subject}`

/** What a comparison found, and what it could not ask. */
export function outcomeWords({ mismatches, copies, payouts }: Comparison): string {
  const found = mismatches === 0 ? 'No difference' : mismatches === 1 ? '1 difference' : `${mismatches} differences`
  const out = copies.flatMap(({ copy, leftOut }) => (leftOut === null ? [] : [`${STORE_WORDS[copy]} was left out: ${leftOut}`]))
  if (out.length === copies.length && copies.length > 0) return out.join('. ')
  return [`${found} among ${(payouts ?? 0).toLocaleString('en')} payouts`, ...out].join('. ')
}

/** Whether a replay can write it again: a payout of a copy. */
export const isReplayable = ({ store, kind }: Pick<OpenMismatch, 'store' | 'kind'>): boolean => kind === 'payout' && store !== 'ledger'

/** What to do about each cause, beside the button. */
const REPAIRS = {
  behind: 'Replay it from its events. Where many differ, make the whole copy anew.',
  altered: 'Replay it from its events, and find out who can write to the copy.',
  missing: 'Replay it from its events. Where many are missing, make the whole copy anew.',
  extra: 'Replay it: no event speaks of it, so it is taken away.',
  'row-without-event': 'Find out who changed the database past its rules, and hold the payout until then.',
  'event-unreadable': 'Redrive its dead letter with a version of PayLedger that can read the event.',
  'older-definition': 'Wait until the copy is filled anew.',
  'does-not-add-up':
    'Find out which of its parts is wrong; the payouts that differ are listed beside it. Figures of finance are published anew under Repairs.',
} as const

/** The same of events and of the journal. */
const OF_EVENTS: Partial<Record<Cause, string>> = {
  missing: 'Press Fill Kafka anew on the operations page: the relay makes the topic again and sends every event from the journal.',
  altered:
    'Find out who changed it, and compare with a backup. Nothing published from it is lost: Kafka and the bank’s files still have it.',
  extra: 'Take the right to write to Kafka from whoever did it. The message itself does no harm and stays; explain it.',
  'does-not-add-up': 'Find out who changed the journal past its rules, and compare it with a backup.',
}

export const repairWords = ({ cause, kind }: Pick<Mismatch, 'cause' | 'kind'>): string =>
  (kind === 'event' || kind === 'journal' ? OF_EVENTS[cause] : undefined) ?? REPAIRS[cause]
