/** Resolves a finding: one person proposes, another confirms, or refuses. A match by hand moves the payment by the path every bank file takes. */
import type { Ledger, Transaction } from '@/prisma/connect'
import { listCandidates } from '../../queries/finding-candidates'
import type { Resolution } from '../../rules/decide-finding'
import type { Rejection } from '../../rules/rejections'
import { agreeBatches } from '../bank-report/agree'
import { lockBankFiles } from '../bank-report/apply'
import { findProblems } from '../bank-report/find'
import { movePayments } from '../bank-report/move'
import { paymentsSpokenOf } from '../bank-report/remember'
import { lockNamedRuns, settleFinishedRuns } from '../bank-report/runs'
import { factOf } from '../change-run'
import { type Answer, type Call, RUN_TRANSITION_MS } from '../execute'
import { changeFinding, changeFindings, type FindingChanged, type LockedFinding, type OneOfSeveral, type Step } from './change-finding'

/** `matchedTo` is the end-to-end id, or of a batch the block, that the entry is said to be; null for the other resolutions. */
export type Proposal = { resolution: Resolution; matchedTo: string | null; reason: string }

/** A finding in the version a person looked at. */
export type SeenFinding = { id: string; version: number }

/** Proposes a resolution. Of what concerns no money it is one already. */
export function proposeResolution(ledger: Ledger, call: Call, finding: SeenFinding, proposal: Proposal): Promise<Answer<FindingChanged>> {
  return changeFinding(ledger, call, proposeStep(call, finding, proposal))
}

/** Proposes the same for each of several findings. A match is always of one. */
export function proposeForSeveral(
  ledger: Ledger,
  call: Call,
  findings: readonly SeenFinding[],
  { resolution, reason }: { resolution: Exclude<Resolution, 'matched'>; reason: string },
): Promise<Answer<{ findings: OneOfSeveral[] }>> {
  return changeFindings(
    ledger,
    call,
    findings.map((finding) => proposeStep(call, finding, { resolution, matchedTo: null, reason })),
  )
}

function proposeStep(call: Call, seen: SeenFinding, { resolution, matchedTo, reason }: Proposal): Step {
  return {
    findingId: seen.id,
    seenVersion: seen.version,
    command: { type: 'propose', by: call.actor.id, resolution },
    reason,
    work: async (tx, finding, change) => {
      const misfit = resolution === 'matched' ? await fits(tx, call, finding.id, matchedTo) : null
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

/** Confirms what another person proposed. */
export function confirmResolution(ledger: Ledger, call: Call, finding: SeenFinding): Promise<Answer<FindingChanged>> {
  return changeFinding(ledger, call, confirmStep(call, finding), RUN_TRANSITION_MS)
}

/** Confirms what others proposed for each of several findings. */
export function confirmSeveral(
  ledger: Ledger,
  call: Call,
  findings: readonly SeenFinding[],
): Promise<Answer<{ findings: OneOfSeveral[] }>> {
  return changeFindings(
    ledger,
    call,
    findings.map((finding) => confirmStep(call, finding)),
  )
}

function confirmStep(call: Call, seen: SeenFinding): Step {
  return {
    findingId: seen.id,
    seenVersion: seen.version,
    command: { type: 'confirm', by: call.actor.id },
    reason: null,
    lockFirst: lockBankFiles,
    work: async (tx, finding, change) => {
      const misfit = finding.resolution === 'matched' ? await fits(tx, call, finding.id, finding.matchedTo) : null
      if (misfit) return misfit
      await tx.$executeRaw`
        UPDATE bank_finding SET state = 'resolved', version = ${change.version}, confirmed_by = ${call.actor.id}, resolved_at = ${call.now}
        WHERE id = ${finding.id}::uuid`
      if (finding.resolution === 'matched') await applyMatch(tx, call, finding)
      return null
    },
  }
}

/** Does not confirm it, or takes one's own proposal back: the finding is open again. */
export function refuseResolution(ledger: Ledger, call: Call, seen: SeenFinding, reason: string): Promise<Answer<FindingChanged>> {
  return changeFinding(ledger, call, {
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

async function fits(tx: Transaction, call: Call, findingId: string, matchedTo: string | null): Promise<Rejection | null> {
  if (matchedTo === null) return { code: 'no-match', because: 'choose the payment that the entry is for.' }
  const candidates = await listCandidates(tx, { userId: call.actor.id, companies: call.companies }, findingId, { only: matchedTo })
  return candidates.length > 0
    ? null
    : { code: 'no-match', because: `${matchedTo} is not a payment of this amount that still waits for such an entry: look at it again.` }
}

/** From here on the entry speaks of that payment as if it had named it. */
async function applyMatch(tx: Transaction, call: Call, { claimKey, matchedTo, reason }: LockedFinding): Promise<void> {
  const fact = factOf(call, reason)
  const keys = [claimKey ?? '']
  await tx.$executeRaw`UPDATE bank_claim SET matched_to = ${matchedTo} WHERE key = ${claimKey}`
  const endToEndIds = await paymentsSpokenOf(tx, keys)
  const runIds = await lockNamedRuns(tx, call, { messageIds: [], endToEndIds })
  await agreeBatches(tx, endToEndIds)
  await movePayments(tx, endToEndIds, fact)
  await findProblems(tx, keys, endToEndIds, call.now)
  await settleFinishedRuns(tx, runIds, fact)
}
