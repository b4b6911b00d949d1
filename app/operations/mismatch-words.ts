import type { Comparison } from '@/operations/compare/comparisons'
import type { OpenMismatch } from '@/operations/compare/mismatches'

export const STORE_WORDS = { ledger: 'Ledger', search: 'Search', finance: 'Finance' } as const
const KIND_WORDS = { payout: 'Payout', run: 'Payroll run', 'bank-file': 'Bank file', figure: 'Figure' } as const

/** What differs, by its kind and id or name. */
export const subjectWords = ({ kind, subject }: Pick<OpenMismatch, 'kind' | 'subject'>): string => `${KIND_WORDS[kind]} ${subject}`

/** What a comparison found, and what it could not ask. */
export function outcomeWords({ mismatches, copies, payouts }: Comparison): string {
  const found = mismatches === 0 ? 'No difference' : mismatches === 1 ? '1 difference' : `${mismatches} differences`
  const out = copies.flatMap(({ copy, leftOut }) => (leftOut === null ? [] : [`${STORE_WORDS[copy]} was left out: ${leftOut}`]))
  if (out.length === copies.length && copies.length > 0) return out.join('. ')
  return [`${found} among ${(payouts ?? 0).toLocaleString('en')} payouts`, ...out].join('. ')
}

/** What to do about each cause, until it can be done from here. */
export const REPAIRS = {
  behind: 'Rebuild the copy.',
  altered: 'Rebuild the copy, and find out who can write to it.',
  missing: 'Rebuild the copy.',
  extra: 'Rebuild the copy.',
  'row-without-event': 'Find out who changed the database past its rules, and hold the payout until then.',
  'event-unreadable': 'Update PayLedger to a version that can read the event, then rebuild the copy.',
  'older-definition': 'Wait until the copy is filled anew.',
  'does-not-add-up': 'Find out which of its parts is wrong; the payouts that differ are listed beside it.',
} as const
