/** What kinds of run there are, as people say them. */
import type { RunKind } from '@/payroll/runs/run-kind'

export const KIND_WORDS: Readonly<Record<RunKind, string>> = { regular: 'Regular', 'off-cycle': 'Off-cycle', correction: 'Correction' }

/** When to choose which. */
export const KIND_HINTS: Readonly<Record<RunKind, string>> = {
  regular: 'The pay of the period, for everybody or a part of them.',
  'off-cycle': 'A bonus, an advance, a leaver: beside the regular pay.',
  correction: 'What was missing from a run of the period.',
}
