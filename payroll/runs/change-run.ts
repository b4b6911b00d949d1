/** The steps every transition of a run has in common: lock, check the version, decide, work, journal. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendRunEvent } from '../journal/append-run'
import type { Fact } from '../journal/fact'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { expectVersion } from '../transaction/expect-version'
import { isRejection, type Rejection } from '../transaction/rejections'
import { askForComparison } from './compare-runs'
import { decideRun, type RunChange, type RunCommand } from './decide-run'
import { type LockedRun, lockRun } from './lock-run'

export type RunChanged = { id: string; status: string; version: number; seal: string | null }

/** Who did it, why and when, as the journal keeps it. */
export const factOf = (call: CommandContext, reason: string | null): Fact => ({
  actor: call.actor,
  reason,
  requestId: call.requestId,
  occurredAt: call.now,
})

type Step = {
  runId: string
  seenVersion: number
  command: RunCommand
  reason: string | null
  /** Writes the run's row and its payouts; what it rejects, rejects the whole. */
  work: (tx: Transaction, run: LockedRun, change: RunChange, fact: Fact) => Promise<Rejection | null>
}

/** Carries one command out in one transaction. */
export function changeRun(ledger: Ledger, call: CommandContext, step: Step): Promise<CommandResult<RunChanged>> {
  return execute<RunChanged>(ledger, call, (tx) => changeLockedRun(tx, call, step), RUN_TRANSITION_MS)
}

async function changeLockedRun(tx: Transaction, call: CommandContext, step: Step): Promise<RunChanged | Rejection> {
  const run = await lockRun(tx, step.runId, call.companies)
  if (!run) return { code: 'not-found', what: 'run' }
  const behind = await expectVersion(tx, run.id, step.seenVersion, run.version)
  if (behind) return behind
  const change = decideRun(run, step.command)
  if (isRejection(change)) return change
  const fact = factOf(call, step.reason)
  const rejection = await step.work(tx, run, change, fact)
  if (rejection) return rejection
  await appendRunEvent(tx, run.id, change.event, fact)
  await askForComparison(tx, call, run.companyId)
  const [row] = await tx.$queryRaw<RunChanged[]>`SELECT id, status, version, seal FROM payroll_run WHERE id = ${run.id}::uuid`
  return row as RunChanged
}
