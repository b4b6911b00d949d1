/** Applies a file from the bank, once: the same bytes again change nothing, the same message id with other bytes is refused by name. */
import type { BankReport } from '@/bank/report'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../../outbox/append-payouts'
import type { Fact } from '../../outbox/fact'
import { bookingClaims, type Finding, rejectionClaims } from '../../rules/claims'
import { factOf } from '../change-run'
import { type Answer, type Call, execute, RUN_TRANSITION_MS } from '../execute'
import { matchBookings, matchRejections, matchReturns } from './match'
import { type ReceivedFile, recordFile } from './record-file'
import { lockNamedRuns, settleFinishedRuns } from './runs'

export type Applied = {
  outcome: 'applied' | 'nothing-new' | 'ignored' | 'set-aside'
  settled: number
  failed: number
  returned: number
  findings: number
  note: string | null
}

const NOTHING = { settled: 0, failed: 0, returned: 0, findings: 0 }

/** One transaction for the whole file. Only booked debits settle; statuses reject or inform; what matches nothing is listed as a finding. */
export function applyBankReport(ledger: Ledger, call: Call, file: ReceivedFile, report: BankReport): Promise<Answer<Applied>> {
  return execute<Applied>(ledger, call, (tx) => apply(tx, call, file, report), RUN_TRANSITION_MS)
}

async function apply(tx: Transaction, call: Call, file: ReceivedFile, report: BankReport): Promise<Applied> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('bank files in', 0))::text`
  const seen = await seenBefore(tx, call, file, report)
  if (seen) return seen
  const fact = factOf(call, null)
  const { moved, findings, runIds } = report.kind === 'pain.002' ? await reject(tx, call, fact, report) : await book(tx, call, fact, report)
  const changed = moved.settled + moved.failed + moved.returned
  const outcome = changed > 0 || findings.length > 0 ? 'applied' : 'nothing-new'
  const note = outcome === 'nothing-new' ? 'Everything in it was known already.' : null
  const payments = changed + findings.length
  await recordFile(
    tx,
    { ...file, kind: report.kind, messageId: report.messageId, status: outcome, note, payments, now: call.now },
    runIds,
    findings,
  )
  await settleFinishedRuns(tx, runIds, fact)
  return { outcome, ...moved, findings: findings.length, note }
}

/** What to answer when these bytes, or this message id, came before. */
async function seenBefore(tx: Transaction, call: Call, file: ReceivedFile, report: BankReport): Promise<Applied | null> {
  const [same] = await tx.$queryRaw<{ id: string; file_name: string }[]>`
    SELECT id, file_name FROM bank_message WHERE direction = 'in' AND sha256 = ${file.sha256} AND status IN ('applied', 'nothing-new') LIMIT 1`
  const [sameId] = await tx.$queryRaw<{ id: string; file_name: string }[]>`
    SELECT id, file_name FROM bank_message
    WHERE direction = 'in' AND kind = ${report.kind} AND message_id = ${report.messageId} AND status IN ('applied', 'nothing-new')`
  const before = same ?? sameId
  if (!before) return null
  const outcome = same ? 'ignored' : 'set-aside'
  const note = same
    ? `The same file came before, as ${before.file_name}: nothing was changed.`
    : `Message ${report.messageId} came before with other content, as ${before.file_name}: this one was not applied.`
  const runs = await tx.$queryRaw<{ run_id: string }[]>`SELECT run_id FROM bank_message_effect WHERE bank_message_id = ${before.id}::uuid`
  const runIds = runs.map((run) => run.run_id)
  await recordFile(
    tx,
    { ...file, kind: report.kind, messageId: report.messageId, status: outcome, note, payments: 0, now: call.now },
    runIds,
    [],
  )
  return { outcome, ...NOTHING, note }
}

type Effect = { moved: { settled: number; failed: number; returned: number }; findings: Finding[]; runIds: string[] }

async function reject(tx: Transaction, call: Call, fact: Fact, report: Extract<BankReport, { kind: 'pain.002' }>): Promise<Effect> {
  const claims = rejectionClaims(report)
  const runIds = await lockNamedRuns(tx, call, { messageIds: [report.originalMessageId], endToEndIds: [] })
  const { payoutIds, findings } = await matchRejections(tx, report.originalMessageId, claims, call.now)
  if (runIds.length === 0 && claims.length === 0) {
    findings.push({ reference: report.originalMessageId, problem: 'answers a file that was never sent', amountMinor: null, currency: null })
  }
  const failed = await changePayouts(tx, answered(payoutIds, 'sent', 'failed', call.now), {
    ...fact,
    type: 'payout.failed',
    changed: ['status', 'reasonCode'],
  })
  return { moved: { settled: 0, failed, returned: 0 }, findings, runIds }
}

async function book(tx: Transaction, call: Call, fact: Fact, report: Exclude<BankReport, { kind: 'pain.002' }>): Promise<Effect> {
  const claims = bookingClaims(report)
  const endToEndIds = [...claims.bookings, ...claims.returns].map((claim) => claim.endToEndId)
  const runIds = await lockNamedRuns(tx, call, { messageIds: [], endToEndIds })
  const bookings = await matchBookings(tx, claims.bookings, call.now)
  const settled = await changePayouts(tx, answered(bookings.payoutIds, 'sent', 'settled', call.now), {
    ...fact,
    type: 'payout.settled',
    changed: ['status', 'settledAt', 'bankReference', 'feeMinor'],
  })
  const returns = await matchReturns(tx, claims.returns, call.now)
  const returned = await changePayouts(tx, answered(returns.payoutIds, 'settled', 'returned', call.now), {
    ...fact,
    type: 'payout.returned',
    changed: ['status', 'reasonCode'],
  })
  return { moved: { settled, failed: 0, returned }, findings: [...claims.findings, ...bookings.findings, ...returns.findings], runIds }
}

/** Moves the payouts whose instructions were just answered. */
function answered(ids: readonly string[], from: string, to: 'settled' | 'failed' | 'returned', now: Date): Prisma.Sql {
  const at = to === 'settled' ? Prisma.sql`settled_at = ${now},` : to === 'failed' ? Prisma.sql`failed_at = ${now},` : Prisma.empty
  return Prisma.sql`
    UPDATE payout SET status = ${to}, version = version + 1, ${at} status_since = ${now}
    WHERE id = ANY(${ids}::uuid[]) AND status = ${from} RETURNING payout.*`
}
