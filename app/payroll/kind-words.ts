/** What kinds of run there are, as people say them. */
import type { RunKind } from '@/payroll/runs/run-kind'

export const KIND_WORDS: Readonly<Record<RunKind, string>> = { regular: 'Regular', 'off-cycle': 'Off-cycle', correction: 'Correction' }

/** When to choose which. */
export const KIND_HINTS: Readonly<Record<RunKind, string>> = {
  regular: 'The regular pay for the period, for everyone or some people.',
  'off-cycle': 'A bonus, an advance or a leaver, in addition to the regular pay.',
  correction: 'What was missing from an earlier run of the period.',
}
