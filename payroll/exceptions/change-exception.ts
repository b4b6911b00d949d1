/** The steps every act on a finding has in common: lock, check the version, decide, work, journal. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { differences } from '../transaction/expect-version'
import { isRejection, type Rejection, sentenceOf } from '../transaction/rejections'
import { decideException, type ExceptionChange, type ExceptionCommand, type ExceptionState } from './decide-exception'

export type LockedException = ExceptionState & {
  id: string
  claimKey: string | null
  owner: string | null
  matchedTo: string | null
  reason: string | null
}

export type ExceptionChanged = { id: string; state: string; version: number }

/** One act on one finding. */
export type Step = {
  findingId: string
  seenVersion: number
  command: ExceptionCommand
  reason: string | null
  /** Before the finding is locked: the locks that come first in the order every command keeps. */
  lockFirst?: (tx: Transaction) => Promise<void>
  /** Writes the finding's row and what follows from it; what it rejects, rejects the whole. */
  work: (tx: Transaction, finding: LockedException, change: ExceptionChange) => Promise<Rejection | null>
}

/** Carries one act out in one transaction. `limitMs` is for acts that move payments. */
export function changeException(
  ledger: Ledger,
  call: CommandContext,
  step: Step,
  limitMs?: number,
): Promise<CommandResult<ExceptionChanged>> {
  return execute<ExceptionChanged>(ledger, call, (tx) => changeLocked(tx, call, step), limitMs)
}

/** What became of one of several findings; `detail` says to a person why nothing did. */
export type OneOfSeveral = ({ done: true } & ExceptionChanged) | { done: false; id: string; code: Rejection['code']; detail: string }

/** Carries several acts out in one transaction, in one order for everybody. One that is rejected keeps none of the others from it. */
export function changeExceptions(
  ledger: Ledger,
  call: CommandContext,
  steps: readonly Step[],
): Promise<CommandResult<{ findings: OneOfSeveral[] }>> {
  const inOrder = [...steps].sort((a, b) => (a.findingId < b.findingId ? -1 : 1))
  return execute<{ findings: OneOfSeveral[] }>(
    ledger,
    call,
    async (tx) => {
      const findings: OneOfSeveral[] = []
      for (const step of inOrder) {
        const changed = await changeLocked(tx, call, step)
        findings.push(
          isRejection(changed)
            ? { done: false, id: step.findingId, code: changed.code, detail: sentenceOf(changed) }
            : { done: true, ...changed },
        )
      }
      return { findings }
    },
    RUN_TRANSITION_MS,
  )
}

/** Rejects before it writes anything, so that what it rejects leaves nothing behind in a transaction of several. */
async function changeLocked(tx: Transaction, call: CommandContext, step: Step): Promise<ExceptionChanged | Rejection> {
  await step.lockFirst?.(tx)
  const finding = await lockException(tx, call, step.findingId)
  if (!finding) return { code: 'not-found', what: 'finding' }
  if (finding.version !== step.seenVersion) return behind(tx, finding, step.seenVersion)
  const change = decideException(finding, step.command)
  if (isRejection(change)) return change
  const rejection = await step.work(tx, finding, change)
  if (rejection) return rejection
  const now = (await readLocked(tx, finding.id)) as LockedException
  await appendAudit(
    tx,
    { act: change.act, about: { type: 'finding', id: finding.id }, detail: await stateOf(tx, now) },
    factOf(call, step.reason),
  )
  return { id: now.id, state: now.state, version: now.version }
}

async function lockException(tx: Transaction, call: CommandContext, id: string): Promise<LockedException | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM bank_finding
    WHERE id = ${id}::uuid AND (${call.companies}::uuid[] IS NULL OR company_id = ANY(${call.companies}::uuid[])) FOR UPDATE`
  return row ? readLocked(tx, row.id) : null
}

async function readLocked(tx: Transaction, id: string): Promise<LockedException | null> {
  const [row] = await tx.$queryRaw<LockedException[]>`
    SELECT id, claim_key AS "claimKey", state, version, amount_minor::text AS "amountMinor", resolution, proposed_by AS "proposedBy", owner,
      matched_to AS "matchedTo", reason
    FROM bank_finding WHERE id = ${id}::uuid`
  return row ?? null
}

/** What a person sees of it, by the names of people; journalled with every act, so that a later *You saw | Now* can be told. */
async function stateOf(tx: Transaction, finding: LockedException): Promise<Record<string, unknown>> {
  const { state, version, resolution, matchedTo, reason } = finding
  const [people] = await tx.$queryRaw<{ owner: string | null; proposedBy: string | null }[]>`
    SELECT coalesce((SELECT name FROM app_user WHERE id = ${finding.owner}), ${finding.owner}) AS owner,
      coalesce((SELECT name FROM app_user WHERE id = ${finding.proposedBy}), ${finding.proposedBy}) AS "proposedBy"`
  return { state, owner: people?.owner ?? null, resolution, matchedTo, proposedBy: people?.proposedBy ?? null, reason, version }
}

const AS_OPENED = { state: 'open', owner: null, resolution: null, matchedTo: null, proposedBy: null, reason: null }

async function behind(tx: Transaction, finding: LockedException, seenVersion: number): Promise<Rejection> {
  const [row] = await tx.$queryRaw<{ detail: Record<string, unknown> }[]>`
    SELECT event::json #> '{data,detail}' AS detail FROM outbox
    WHERE aggregate_type = 'audit' AND event::json #>> '{data,about,id}' = ${finding.id} AND (event::json #>> '{data,detail,version}')::int <= ${seenVersion}
    ORDER BY (event::json #>> '{data,detail,version}')::int DESC LIMIT 1`
  const current = await stateOf(tx, finding)
  return { code: 'version-behind', current, changed: differences(row?.detail ?? AS_OPENED, current) }
}
