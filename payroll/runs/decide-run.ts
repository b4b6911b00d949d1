/** What may happen to a payroll run: a pure function of its state, the command and nothing else. */
import type { RunStatus } from '@/events/payroll-run-v1'
import type { Rejection } from '../transaction/rejections'
import type { Hand, HandAct } from './hand-acts'
import { RUN_TRANSITIONS } from './transitions'

export type RunState = {
  id: string
  status: RunStatus
  version: number
  seal: string | null
  preparedBy: string
  submittedBy: string | null
  hands: readonly Hand[]
}

export type RunCommand =
  | { type: 'submit' | 'send-back' | 'recall' | 'release' | 'settle' | 'cancel' }
  | { type: 'approve'; by: string; seal: string }

export type RunChange = { status: RunStatus; version: number; event: `payroll-run.${string}` }

type Outcome = { status: RunStatus; event: RunChange['event']; wanted: string; from?: RunStatus }

const OUTCOMES: Readonly<Record<RunCommand['type'], Outcome>> = {
  submit: { status: 'submitted', event: 'payroll-run.submitted', wanted: 'a draft' },
  // Two ways back to a draft: the state says which.
  'send-back': { status: 'draft', event: 'payroll-run.sent-back', wanted: 'submitted', from: 'submitted' },
  recall: { status: 'draft', event: 'payroll-run.recalled', wanted: 'approved and not yet on its way to the bank', from: 'approved' },
  approve: { status: 'approved', event: 'payroll-run.approved', wanted: 'submitted' },
  release: { status: 'paying', event: 'payroll-run.released', wanted: 'approved' },
  settle: { status: 'settled', event: 'payroll-run.settled', wanted: 'paying' },
  cancel: { status: 'cancelled', event: 'payroll-run.cancelled', wanted: 'a draft or submitted' },
}

/** Decides one command: the change to make, or why not. */
export function decideRun(run: RunState, command: RunCommand): RunChange | Rejection {
  const { status, event, wanted, from = run.status } = OUTCOMES[command.type]
  if (run.status !== from || !RUN_TRANSITIONS[run.status].includes(status))
    return { code: 'wrong-state', what: 'run', status: run.status, wanted }
  if (command.type === 'approve') {
    const because = conflictOfDuty(run, command.by)
    if (because) return { code: 'four-eyes', because }
    if (command.seal !== run.seal) return { code: 'seal-changed' }
  }
  return { status, version: run.version + 1, event }
}

/** Why this person may not approve the run, or null. Shown before they try, as *Why can't I?*. */
export function conflictOfDuty(
  run: Pick<RunState, 'preparedBy' | 'submittedBy'> & { hands: readonly Hand[] },
  userId: string,
): 'prepared' | HandAct | null {
  if (run.preparedBy === userId) return 'prepared'
  if (run.submittedBy === userId) return 'submitted'
  return run.hands.find((hand) => hand.userId === userId)?.act ?? null
}
