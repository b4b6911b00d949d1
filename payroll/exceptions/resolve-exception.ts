/** Resolves a finding: one person proposes, another confirms, or refuses. A match by hand moves the payment by the path every bank file takes. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { factOf } from '../runs/change-run'
import { FILE_MS } from '../statements/apply'
import { lockBankFiles } from '../statements/lock-bank-files'
import { matchBatches } from '../statements/match-batches'
import { findProblems } from '../statements/open-exceptions'
import { postPayments } from '../statements/post-payments'
import { lockNamedRuns, settleFinishedRuns } from '../statements/runs'
import { paymentsSpokenOf } from '../statements/store-evidence'
import type { CommandContext, CommandResult } from '../transaction/execute'
import { isRejection, type Rejection } from '../transaction/rejections'
import {
  changeException,
  changeExceptions,
  type ExceptionChanged,
  type LockedException,
  type OneOfSeveral,
  type Step,
} from './change-exception'
import type { Resolution } from './decide-exception'
import { listCandidates } from './exception-candidates'
import { conflictInException, readRefusal } from './moved-by-exception'
import { applyAsSeen, type QuarantinedMessage, type ReadArchived, readQuarantined } from './quarantined-message'

/** `matchedTo` is the end-to-end id, or of a batch the block, that the entry is said to be; null for the other resolutions. */
export type Proposal = { resolution: Resolution; matchedTo: string | null; reason: string }

/** A finding in the version a person looked at. */
export type SeenException = { id: string; version: number }

/** Proposes a resolution. Of what concerns no money it is one already. */
export function proposeResolution(
  ledger: Ledger,
  call: CommandContext,
  finding: SeenException,
  proposal: Proposal,
): Promise<CommandResult<ExceptionChanged>> {
  return changeException(ledger, call, proposeStep(call, finding, proposal))
}

/** Proposes the same for each of several findings. A match is always of one. */
export function proposeForSeveral(
  ledger: Ledger,
  call: CommandContext,
  findings: readonly SeenException[],
  { resolution, reason }: { resolution: Exclude<Resolution, 'matched'>; reason: string },
): Promise<CommandResult<{ findings: OneOfSeveral[] }>> {
  return changeExceptions(
    ledger,
    call,
    findings.map((finding) => proposeStep(call, finding, { resolution, matchedTo: null, reason })),
  )
}

function proposeStep(call: CommandContext, seen: SeenException, { resolution, matchedTo, reason }: Proposal): Step {
  return {
    findingId: seen.id,
    seenVersion: seen.version,
    command: { type: 'propose', by: call.actor.id, resolution },
    reason,
    work: async (tx, finding, change) => {
      const misfit =
        (await suits(tx, finding.id, resolution)) ?? (resolution === 'matched' ? await fits(tx, call, finding.id, matchedTo) : null)
      if (misfit) return misfit
      const resolvedAt = change.state === 'resolved' ? call.now : null
      await tx.$executeRaw`
        UPDATE bank_finding SET state = ${change.state}, version = ${change.version}, resolution = ${resolution},
          matched_to = ${resolution === 'matched' ? matchedTo : null}, reason = ${reason}, proposed_by = ${call.actor.id}, proposed_at = ${call.now},
          owner = coalesce(owner, ${call.actor.id}), resolved_at = ${resolvedAt}
        WHERE id = ${finding.id}::uuid`
      return null
    },
  }
}

/** How the file of a message that is to be applied is read, and the effect that was looked at; null where none is to be applied. */
type OfMessage = { archived: ReadArchived; seen: string | null } | null

/**
 * Confirms what another person proposed. Of a message that is to be applied after all, `archived` is asked what it says, and `seen` is the effect of its
 * preview that this person looked at.
 */
export function confirmResolution(
  ledger: Ledger,
  call: CommandContext,
  finding: SeenException,
  message: OfMessage = null,
): Promise<CommandResult<ExceptionChanged>> {
  return changeException(ledger, call, confirmStep(call, finding, message), FILE_MS)
}

/** Confirms what others proposed for each of several findings. */
export function confirmSeveral(
  ledger: Ledger,
  call: CommandContext,
  findings: readonly SeenException[],
): Promise<CommandResult<{ findings: OneOfSeveral[] }>> {
  return changeExceptions(
    ledger,
    call,
    findings.map((finding) => confirmStep(call, finding, null)),
  )
}

function confirmStep(call: CommandContext, seen: SeenException, ofMessage: OfMessage): Step {
  return {
    findingId: seen.id,
    seenVersion: seen.version,
    command: { type: 'confirm', by: call.actor.id },
    reason: null,
    lockFirst: lockBankFiles,
    work: async (tx, finding, change) => {
      const misfit =
        (await touchedRun(tx, call, finding.id)) ??
        (finding.resolution === 'matched' ? await fits(tx, call, finding.id, finding.matchedTo) : null)
      if (misfit) return misfit
      const message = finding.resolution === 'applied' ? await messageToApply(tx, finding.id, ofMessage) : null
      if (message && isRejection(message)) return message
      await tx.$executeRaw`SAVEPOINT untouched`
      await tx.$executeRaw`
        UPDATE bank_finding SET state = 'resolved', version = ${change.version}, confirmed_by = ${call.actor.id}, resolved_at = ${call.now}
        WHERE id = ${finding.id}::uuid`
      if (finding.resolution === 'matched') await applyMatch(tx, call, finding)
      if (finding.resolution === 'refused') await uphold(tx, call, finding)
      const no = message && (await applyAsSeen(tx, call, message, { reason: finding.reason ?? '', seen: ofMessage?.seen ?? null }))
      if (no) await tx.$executeRaw`ROLLBACK TO SAVEPOINT untouched`
      return no
    },
  }
}

async function messageToApply(tx: Transaction, findingId: string, ofMessage: OfMessage): Promise<QuarantinedMessage | Rejection> {
  if (ofMessage) return readQuarantined(tx, findingId, ofMessage.archived)
  return { code: 'no-match', because: 'You can only apply a message on its own page. Open it and confirm it there.' }
}

/** Does not confirm it, or takes one's own proposal back: the finding is open again. */
export function refuseResolution(
  ledger: Ledger,
  call: CommandContext,
  seen: SeenException,
  reason: string,
): Promise<CommandResult<ExceptionChanged>> {
  return changeException(ledger, call, {
    findingId: seen.id,
    seenVersion: seen.version,
    command: { type: 'refuse', by: call.actor.id },
    reason,
    work: async (tx, finding, change) => {
      await tx.$executeRaw`
        UPDATE bank_finding SET state = 'open', version = ${change.version}, resolution = NULL, matched_to = NULL, reason = NULL, proposed_by = NULL,
          proposed_at = NULL
        WHERE id = ${finding.id}::uuid`
      return null
    },
  })
}

/** Whoever had a hand in the run of a payment that it moves is not the second pair of eyes. */
async function touchedRun(tx: Transaction, call: CommandContext, findingId: string): Promise<Rejection | null> {
  const hand = await conflictInException(tx, findingId, call.actor.id)
  return hand && { code: 'hand-in-run', ...hand }
}

/** A message is applied or discarded, a duplicate is upheld or dismissed, and nothing else is. */
async function suits(tx: Transaction, findingId: string, resolution: Resolution): Promise<Rejection | null> {
  const [row] = await tx.$queryRaw<{ kind: string | null }[]>`
    SELECT c.kind FROM bank_finding f LEFT JOIN bank_claim c ON c.key = f.claim_key WHERE f.id = ${findingId}::uuid`
  const refusal = await readRefusal(tx, findingId)
  const ofMessage = resolution === 'applied' || resolution === 'discarded'
  const ofDuplicate = resolution === 'refused' || resolution === 'dismissed'
  const no = (because: string): Rejection => ({ code: 'unsuited', because })
  if ((row?.kind === 'message') !== ofMessage)
    return no(ofMessage ? 'You can only apply or discard a whole message.' : 'This is a whole message. Open it, then apply or discard it.')
  if ((refusal !== null) !== ofDuplicate)
    return no(
      ofDuplicate
        ? 'You can only do this when the bank rejected payments as duplicates.'
        : 'The bank rejected these payments as duplicates. Open the exception, then mark them as refused or dismiss the report.',
    )
  return resolution === 'refused' && refusal?.fails === 0
    ? no('None of its payments is waiting for the bank any more, so none can fail.')
    : null
}

async function fits(tx: Transaction, call: CommandContext, findingId: string, matchedTo: string | null): Promise<Rejection | null> {
  if (matchedTo === null) return { code: 'no-match', because: 'Choose the payment that this bank entry is for.' }
  const candidates = await listCandidates(tx, { userId: call.actor.id, companies: call.companies }, findingId, { only: matchedTo })
  return candidates.length > 0
    ? null
    : {
        code: 'no-match',
        because: `${matchedTo} is not a payment of this amount that is waiting for a bank entry like this one. Choose another payment.`,
      }
}

/** From here on the rejection counts as any other does. */
async function uphold(tx: Transaction, call: CommandContext, { claimKey, reason }: LockedException): Promise<void> {
  await tx.$executeRaw`UPDATE bank_claim SET upheld = true WHERE key = ${claimKey}`
  await judgeAnew(tx, call, claimKey ?? '', reason)
}

/** From here on the entry speaks of that payment as if it had named it. */
async function applyMatch(tx: Transaction, call: CommandContext, { claimKey, matchedTo, reason }: LockedException): Promise<void> {
  await tx.$executeRaw`UPDATE bank_claim SET matched_to = ${matchedTo} WHERE key = ${claimKey}`
  await judgeAnew(tx, call, claimKey ?? '', reason)
}

async function judgeAnew(tx: Transaction, call: CommandContext, claimKey: string, reason: string | null): Promise<void> {
  const fact = factOf(call, reason)
  const keys = [claimKey]
  const endToEndIds = await paymentsSpokenOf(tx, keys)
  const runIds = await lockNamedRuns(tx, call, { messageIds: [], endToEndIds })
  await matchBatches(tx, endToEndIds)
  await postPayments(tx, endToEndIds, fact)
  await findProblems(tx, keys, endToEndIds, call.now)
  await settleFinishedRuns(tx, runIds, fact)
}
