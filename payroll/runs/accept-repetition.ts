/** Nobody is paid twice because a file came twice: whoever pays people again for a period says why, under the lock of that period. */
import type { Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import type { CommandContext } from '../transaction/execute'
import type { Rejection } from '../transaction/rejections'
import { type Compared, findRepetition, findRunRepetition } from './find-repetition'
import { recordRunHand } from './hands'
import { type Acceptance, isRepeated, type Repetition, repetitionChanges, repetitionSentences } from './repetition'

type Step = 'draft' | 'submission' | 'approval'

/** What was accepted, to be recorded once the run is there; null when nobody is paid again. */
export type Accepted = { step: Step; repetition: Repetition; reason: string } | null

/** One decision at a time per company and period: of two drafts of the same people the second sees the first. */
export async function lockPeriod(tx: Transaction, companyId: string, period: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`period ${companyId} ${period}`}, 0))::text`
}

/** Before anything is written: looks again, and refuses without a reason, or when there is something else than was seen. */
export async function weighDraft(tx: Transaction, compared: Compared, acceptance: Acceptance | undefined): Promise<Accepted | Rejection> {
  await lockPeriod(tx, compared.companyId, compared.period)
  return weigh('draft', await findRepetition(tx, compared), acceptance)
}

/** The same for a run that is submitted or approved. */
export async function weighRun(
  tx: Transaction,
  step: 'submission' | 'approval',
  runId: string,
  acceptance: Acceptance | undefined,
): Promise<Accepted | Rejection> {
  const [run] = await tx.$queryRaw<{ companyId: string; period: string }[]>`
    SELECT company_id AS "companyId", period FROM payroll_run WHERE id = ${runId}::uuid`
  if (!run) return { code: 'not-found', what: 'run' }
  await lockPeriod(tx, run.companyId, run.period)
  return weigh(step, await findRunRepetition(tx, runId), acceptance)
}

function weigh(step: Step, repetition: Repetition, acceptance: Acceptance | undefined): Accepted | Rejection {
  if (!isRepeated(repetition)) return null
  if (!acceptance) return { code: 'repeated', repetition, changes: [] }
  const changes = acceptance.seen ? repetitionChanges(acceptance.seen, repetition) : []
  return changes.length > 0 ? { code: 'repeated', repetition, changes } : { step, repetition, reason: acceptance.reason }
}

/** Keeps who accepted what, and why, with the run and in the journal. */
export async function recordAcceptance(tx: Transaction, call: CommandContext, runId: string, accepted: Accepted): Promise<void> {
  if (!accepted) return
  const { step, repetition, reason } = accepted
  if (step !== 'approval') await recordRunHand(tx, runId, call, 'gave-reason')
  const sentence = repetitionSentences(repetition).join(' ')
  await tx.$executeRaw`
    INSERT INTO run_repetition (run_id, step, sentence, repetition, reason, actor_id, actor_name, at)
    VALUES (${runId}::uuid, ${step}, ${sentence}, ${JSON.stringify(repetition)}::jsonb, ${reason}, ${call.actor.id}, ${call.actor.name}, ${call.now})`
  await appendAudit(
    tx,
    { act: 'audit.repetition-accepted', about: { type: 'payroll-run', id: runId }, detail: { step, sentence } },
    { actor: call.actor, reason, requestId: call.requestId, occurredAt: call.now },
  )
}
