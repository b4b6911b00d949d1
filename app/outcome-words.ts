/** What becomes of a payment that failed or came back, in words. */
import type { Outcome } from '@/payroll/runs/payout-outcome'

export const OUTCOMES = ['pay-again', 'paid-otherwise', 'not-owed'] as const satisfies readonly Outcome[]

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  'pay-again': 'To be paid again',
  'paid-otherwise': 'Paid another way',
  'not-owed': 'No longer owed',
}
