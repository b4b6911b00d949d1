/** Applies a file from the bank, once, or shows what applying it would change. Every message in it is applied, ignored or set aside by itself. */
import { setImmediate as turn } from 'node:timers/promises'
import type { BankDocument, BankReport } from '@/iso20022/report-types'
import type { Ledger, Transaction } from '@/prisma/connect'
import { type AuditAct, appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { inChunks } from '../transaction/chunks'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Evidence } from './evidence'
import { evidenceIn, idsToLookUp } from './evidence-in'
import { fileUnder } from './file-under'
import { lockBankFiles } from './lock-bank-files'
import { matchBatches } from './match-batches'
import { contentOf, contradiction, identityOf } from './message-identity'
import { findProblems } from './open-exceptions'
import { postPayments } from './post-payments'
import { type ReceivedMessage, type Recorded, recordEffects, recordMessage } from './record-file'
import { lockNamedRuns, settleFinishedRuns } from './runs'
import { isListed, seenBefore } from './seen-before'
import { oursAmong, paymentsSpokenOf, storeEvidence } from './store-evidence'
import { zonesOf } from './zones'

/** What one message did. `place` says where it stands; `runs` what moved in each run it speaks of. */
export type Applied = {
  place: string
  kind: ReceivedMessage['kind']
  messageId: string
  outcome: Recorded['status']
  settled: number
  failed: number
  returned: number
  findings: number
  note: string | null
  /** What stands in it and was not understood. */
  notUnderstood: string[]
  runs: { id: string; reference: string; settled: number; failed: number; returned: number; findings: number }[]
}

/** A statement of 100,000 payments took 146 s on two cores that had seven times as much to do; given 60 s, it was begun again and again. */
export const FILE_MS = 600_000

/** As it arrived; `sha256` of its bytes names it in the archive. */
export type ReceivedFile = { fileName: string; sha256: string }

/**
 * One transaction for the whole file. Only booked debits settle; statuses reject or inform; what matches nothing is a finding.
 * A file that cannot be read is listed with its reason.
 */
export async function applyBankFile(
  ledger: Ledger,
  call: CommandContext,
  file: ReceivedFile,
  documents: readonly BankDocument[],
): Promise<CommandResult<{ messages: Applied[] }>> {
  if (call.actor.kind === 'user') throw new Error('a person proposes a bank file, and another confirms it: by-hand.ts')
  return execute<{ messages: Applied[] }>(ledger, call, (tx) => applyAll(tx, call, file, documents), FILE_MS)
}

/** `because` is the reason of what is done by hand; it stands in the history of every payment that moves. */
export async function applyAll(
  tx: Transaction,
  call: CommandContext,
  file: ReceivedFile,
  documents: readonly BankDocument[],
  because: string | null = null,
): Promise<{ messages: Applied[] }> {
  await lockBankFiles(tx)
  const messages = await applyDocuments(tx, call, file, documents, because)
  if (call.actor.kind === 'user') await appendAudit(tx, appliedByHand(file, messages), factOf(call, because))
  return { messages }
}

/** The work itself, message by message; the caller sees to it that no other file is applied meanwhile, or that it does not matter. */
export async function applyDocuments(
  tx: Transaction,
  call: CommandContext,
  file: ReceivedFile,
  documents: readonly BankDocument[],
  because: string | null = null,
): Promise<Applied[]> {
  const messages: Applied[] = []
  for (const document of documents) {
    messages.push(await applyOne(tx, call, file, document, because))
    await fileUnder(tx, file.sha256, document)
  }
  return messages
}

/** Of the gateway's files the list of messages tells; who applied one by hand stands in the journal. */
function appliedByHand(file: ReceivedFile, messages: readonly Applied[]): AuditAct {
  const did = messages.map(({ messageId, outcome, settled, failed, returned, findings }) => ({
    messageId,
    outcome,
    settled,
    failed,
    returned,
    findings,
  }))
  return {
    act: 'audit.bank-file-applied',
    about: { type: 'bank-file', id: file.sha256 },
    detail: { fileName: file.fileName, messages: did },
  }
}

async function applyOne(
  tx: Transaction,
  call: CommandContext,
  file: ReceivedFile,
  { place, sha256, report }: BankDocument,
  because: string | null,
): Promise<Applied> {
  const unread = report.kind === 'unreadable'
  const messageId = unread ? place : report.messageId
  const message: ReceivedMessage = { kind: report.kind, messageId, fileName: file.fileName, sha256, fileSha256: file.sha256 }
  const nothing = { place, kind: report.kind, messageId, settled: 0, failed: 0, returned: 0, findings: 0, notUnderstood: [], runs: [] }
  if (unread) {
    const recorded = { status: 'set-aside', payments: 0, note: report.reason } as const
    if (!(await isListed(tx, file.fileName, sha256))) await recordMessage(tx, message, recorded, call.now)
    return { ...nothing, outcome: 'set-aside', note: report.reason }
  }
  const identity = identityOf(report)
  const said = async () => hashOf(evidenceIn(report, await zonesOf(tx, report), await oursAmong(tx, idsToLookUp(report))))
  const before = await seenBefore(tx, message, identity, said)
  if (!before) {
    const id = await recordMessage(tx, message, { status: 'nothing-new', payments: 0, note: null }, call.now)
    return { place, ...(await applyReport(tx, call, id, report, because)) }
  }
  const { recorded, contradicts } = before
  let findings = 0
  if (!(recorded.status === 'set-aside' && (await isListed(tx, file.fileName, sha256)))) {
    const id = await recordMessage(tx, message, recorded, call.now)
    await recordEffects(tx, id, recorded, before.runIds, new Map())
    if (contradicts)
      findings = await openContradiction(tx, { id, kind: report.kind }, contradiction(report, recorded.note ?? '', await said()), call.now)
  }
  return { ...nothing, outcome: recorded.status, findings, note: recorded.note }
}

/** The exception that two people decide. @returns 1 when it is a new one. */
async function openContradiction(tx: Transaction, message: { id: string; kind: string }, claim: Evidence, now: Date): Promise<number> {
  const keys = await storeEvidence(tx, message, [claim])
  return [...(await findProblems(tx, keys, [], now)).values()].reduce((sum, each) => sum + each, 0)
}

/** Between two thousand pieces of evidence others have their turn. */
async function hashOf(claims: Iterable<Evidence>): Promise<string | null> {
  const content = contentOf()
  for (const _ of inChunks(content.of(claims))) await turn()
  return content.hash()
}

/** Applies a message that was set aside, for its own row `id` of the list: two people have decided so. */
export function applyQuarantined(
  tx: Transaction,
  call: CommandContext,
  id: string,
  report: BankReport,
  because: string,
): Promise<Omit<Applied, 'place'>> {
  return applyReport(tx, call, id, report, because)
}

function whyNothing(report: BankReport, newClaims: readonly string[]): string {
  if (report.kind !== 'pain.002' && !report.entries.some(({ booked }) => booked)) return 'Nothing in it is booked yet, so nothing changed.'
  return newClaims.length > 0 ? 'For information only; nothing changed.' : 'PayLedger already knew everything in it.'
}

async function applyReport(
  tx: Transaction,
  call: CommandContext,
  id: string,
  report: BankReport,
  because: string | null,
): Promise<Omit<Applied, 'place'>> {
  const fact = factOf(call, because)
  const ours = await oursAmong(tx, idsToLookUp(report))
  const content = contentOf()
  const keys = await storeEvidence(tx, { id, kind: report.kind }, content.of(evidenceIn(report, await zonesOf(tx, report), ours)))
  const endToEndIds = await paymentsSpokenOf(tx, keys)
  const runIds = await lockNamedRuns(tx, call, { messageIds: report.kind === 'pain.002' ? [report.originalMessageId] : [], endToEndIds })
  await matchBatches(tx, endToEndIds)
  const moves = await postPayments(tx, endToEndIds, fact)
  const opened = await findProblems(tx, keys, endToEndIds, call.now)
  const total = { settled: 0, failed: 0, returned: 0 }
  for (const each of moves.values()) for (const state of ['settled', 'failed', 'returned'] as const) total[state] += each[state]
  const findings = [...opened.values()].reduce((sum, each) => sum + each, 0)
  const changed = total.settled + total.failed + total.returned + findings
  const outcome = changed > 0 ? 'applied' : 'nothing-new'
  const note = changed > 0 ? null : whyNothing(report, keys)
  // What says nothing takes nothing: its id is free for the one that does.
  const said = content.hash()
  const known = { identity: said === null ? null : identityOf(report), content: said }
  await recordEffects(tx, id, { status: outcome, payments: changed, note, ...known }, runIds, moves)
  await settleFinishedRuns(tx, runIds, fact)
  const runs = await tx.$queryRaw<{ id: string; reference: string }[]>`
    SELECT id, reference FROM payroll_run WHERE id = ANY(${runIds}::uuid[]) ORDER BY reference`
  return {
    kind: report.kind,
    messageId: report.messageId,
    outcome,
    ...total,
    findings,
    note,
    notUnderstood: report.kind === 'pain.002' ? [] : report.notUnderstood,
    runs: runs.map((run) => ({
      ...run,
      ...(moves.get(run.id) ?? { settled: 0, failed: 0, returned: 0 }),
      findings: opened.get(run.id) ?? 0,
    })),
  }
}
