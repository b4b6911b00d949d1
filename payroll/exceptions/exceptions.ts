/** What the banks said that agrees with nothing: the list a person works through, and one of it with everything known. */

import { type Ledger, Prisma } from '@/prisma/connect'
import { personOf } from '@/prisma/person-of'
import { type HistoryEntry, readHistory } from '../runs/history'
import { listPaidTwice, type PaidTwice, readPaidTwice } from '../statements/paid-twice'
import { type Viewer, visible } from '../transaction/viewer'
import type { Resolution } from './decide-exception'
import { conflictInException, type ExceptionConflict, type Refusal, readRefusal } from './moved-by-exception'

export const EXCEPTION_STATES = ['open', 'proposed', 'resolved'] as const
export type ExceptionStateName = (typeof EXCEPTION_STATES)[number]

type Person = { id: string; name: string }

/** Amounts in minor units as decimal strings; times in ISO 8601. */
export type ExceptionRow = {
  id: string
  version: number
  state: ExceptionStateName
  reference: string
  problem: string
  amountMinor: string | null
  currency: string | null
  companyName: string | null
  /** Who stands on the other side of the entry, or what the bank says of it. */
  counterparty: string | null
  /** Of the payment it names, or was matched with. */
  payeeName: string | null
  runId: string | null
  runReference: string | null
  owner: Person | null
  resolution: Resolution | 'explained' | null
  /** The end-to-end id, or of a batch the block, that it is said to be. */
  matchedTo: string | null
  proposedBy: Person | null
  createdAt: string
  resolvedAt: string | null
  /** How many others in the same state its sentence stands for. */
  others: number
}

export type ExceptionDetail = ExceptionRow & {
  entry: {
    kind: string | null
    account: string | null
    bookedOn: string | null
    /** What the bank charged for it, in minor units by currency. */
    charges: Readonly<Record<string, string>> | null
    bankReference: string | null
    endToEndId: string | null
    blockId: string | null
    payments: number | null
    reasonCode: string | null
    reasonText: string | null
    /** The status as the bank gives it. */
    status: string | null
    direction: 'debit' | 'credit' | null
    /** Of the whole entry. */
    amountMinor: string | null
    currency: string | null
  }
  file: { id: string; fileName: string; kind: string; messageId: string }
  payoutId: string | null
  reason: string | null
  proposedAt: string | null
  confirmedBy: Person | null
  /** Of a payment that was paid again by another and is booked after all: both, as they are now. */
  twice: PaidTwice | null
  /** Of a rejection as a duplicate: what happens to its payments if they really were refused. */
  refusal: Refusal | null
  /** Why this person may not confirm what is proposed: they had a hand in a run of which it moves a payment. */
  handIn: ExceptionConflict | null
  history: HistoryEntry[]
}

export type ExceptionList = { rows: ExceptionRow[]; counts: Record<ExceptionStateName, number>; nextCursor: string | null }

const PAGE_ROWS = 50

/**
 * Of those that are told as one, one speaks for all that are in the same state, and they count as one: the first, or once that is decided the next.
 * Asked row by row: as EXISTS beside an OR it would be answered from a hash of all findings.
 */
const SPEAKS = Prisma.sql`(finding.told_with IS NULL OR (
  (SELECT 1 FROM bank_finding other WHERE other.claim_key = finding.told_with AND other.state = finding.state LIMIT 1) IS NULL
  AND (SELECT 1 FROM bank_finding other WHERE other.told_with = finding.told_with AND other.state = finding.state
    AND other.claim_key < finding.claim_key LIMIT 1) IS NULL))`

/** Those that are told as one with this one, whichever of them it is. */
const toldWith = (findingId: string): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(other.told_with, other.claim_key) FROM bank_finding other WHERE other.id = ${findingId}::uuid) IN (finding.claim_key, finding.told_with)`

/** What the named payment is, is told to who may see its run: an entry on one company's account may name another's. */
const rowFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  finding.id, finding.version, finding.state, finding.reference, finding.problem, finding.amount_minor::text AS "amountMinor", finding.currency,
  company.name AS "companyName", claim.counterparty,
  (SELECT payout.beneficiary_name FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id
    JOIN payroll_run paid_run ON paid_run.id = payout.run_id
   WHERE instruction.end_to_end_id = claim.about AND ${visible(viewer, Prisma.sql`paid_run.company_id`)}) AS "payeeName", run.id AS "runId",
  run.reference AS "runReference", ${personOf(Prisma.sql`finding.owner`)} AS owner, finding.resolution, finding.matched_to AS "matchedTo",
  ${personOf(Prisma.sql`finding.proposed_by`)} AS "proposedBy",
  iso_utc(finding.created_at) AS "createdAt", iso_utc(finding.resolved_at) AS "resolvedAt",
  CASE WHEN ${SPEAKS} THEN (SELECT count(*)::int FROM bank_finding same WHERE same.told_with = coalesce(finding.told_with, finding.claim_key)
    AND same.state = finding.state AND same.id <> finding.id)
    ELSE 0 END AS others`

const fromFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  bank_finding finding LEFT JOIN company ON company.id = finding.company_id
  LEFT JOIN payroll_run run ON run.id = finding.run_id AND ${visible(viewer, Prisma.sql`run.company_id`)}
  LEFT JOIN bank_claim claim ON claim.key = finding.claim_key`

/** A finding of no known company is seen by those who see every company. */
const seenBy = (viewer: Viewer): Prisma.Sql => visible(viewer, Prisma.sql`finding.company_id`)

export type ExceptionFilter = {
  state: ExceptionStateName
  /** Only those the viewer has taken. */
  mine: boolean
  /** Only those that name no payment of any run: what else stands on an account, and what nobody can place. */
  ofNoRun: boolean
  /** Only this finding and those it speaks for, each by itself. */
  with?: string | null
  /** The id of the last row of the page before. */
  cursor: string | null
}

/** One page, the oldest first; of resolved ones the newest. */
export async function listExceptions(
  ledger: Ledger,
  viewer: Viewer,
  { state, mine, ofNoRun, with: told = null, cursor }: ExceptionFilter,
): Promise<ExceptionList> {
  const resolved = state === 'resolved'
  const [at, than, way] = resolved
    ? [Prisma.sql`resolved_at`, Prisma.sql`<`, Prisma.sql`DESC`]
    : [Prisma.sql`created_at`, Prisma.sql`>`, Prisma.sql`ASC`]
  const rows = await ledger.$queryRaw<ExceptionRow[]>`
    SELECT ${rowFor(viewer)} FROM ${fromFor(viewer)}
    WHERE ${seenBy(viewer)} AND finding.state = ${state} AND (NOT ${mine} OR finding.owner = ${viewer.userId}) AND (NOT ${ofNoRun} OR finding.run_id IS NULL)
      AND ${told === null ? SPEAKS : toldWith(told)}
      AND (${cursor}::uuid IS NULL OR (finding.${at}, finding.id) ${than} (SELECT ${at}, id FROM bank_finding WHERE id = ${cursor}::uuid))
    ORDER BY finding.${at} ${way}, finding.id ${way} LIMIT ${PAGE_ROWS + 1}`
  const page = rows.slice(0, PAGE_ROWS)
  return {
    rows: page,
    counts: await countExceptions(ledger, viewer),
    nextCursor: rows.length > PAGE_ROWS ? (page.at(-1)?.id ?? null) : null,
  }
}

async function countExceptions(ledger: Ledger, viewer: Viewer): Promise<Record<ExceptionStateName, number>> {
  const counts = EXCEPTION_STATES.map(
    (state) =>
      Prisma.sql`(SELECT count(*)::int FROM bank_finding finding WHERE ${seenBy(viewer)} AND finding.state = ${state} AND ${SPEAKS}) AS ${Prisma.raw(state)}`,
  )
  const [row] = await ledger.$queryRaw<Record<ExceptionStateName, number>[]>`SELECT ${Prisma.join(counts)}`
  return row as Record<ExceptionStateName, number>
}

/** Those nobody has resolved. */
export async function countUnresolved(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ findings: number }[]>`
    SELECT count(*)::int AS findings FROM bank_finding finding WHERE ${seenBy(viewer)} AND finding.state IN ('open', 'proposed') AND ${SPEAKS}`
  return row?.findings ?? 0
}

/** Those this person can do something about: the open ones nobody else has taken, and what another has proposed. */
export async function countExceptionsFor(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ findings: number }[]>`
    SELECT count(*)::int AS findings FROM bank_finding finding WHERE ${seenBy(viewer)} AND ${SPEAKS} AND (
      (finding.state = 'open' AND (finding.owner IS NULL OR finding.owner = ${viewer.userId}))
        OR (finding.state = 'proposed' AND finding.proposed_by <> ${viewer.userId}))`
  return row?.findings ?? 0
}

/** One finding, or null when there is none this person may see. */
export async function readException(ledger: Ledger, viewer: Viewer, id: string): Promise<ExceptionDetail | null> {
  const [row] = await ledger.$queryRaw<Omit<ExceptionDetail, 'history' | 'twice' | 'refusal' | 'handIn'>[]>`
    SELECT ${rowFor(viewer)}, finding.reason, iso_utc(finding.proposed_at) AS "proposedAt", ${personOf(Prisma.sql`finding.confirmed_by`)} AS "confirmedBy",
      json_build_object('kind', claim.kind, 'account', right(claim.account, 4), 'bookedOn', claim.booked_on, 'charges', claim.charges,
        'bankReference', claim.bank_reference, 'endToEndId', claim.end_to_end_id,
        'blockId', claim.block_id, 'payments', claim.payments, 'reasonCode', claim.reason_code, 'reasonText', claim.reason_text,
        'status', claim.status, 'direction', claim.direction, 'amountMinor', claim.entry_amount_minor::text, 'currency', claim.entry_currency) AS entry,
      json_build_object('id', message.id, 'fileName', message.file_name, 'kind', message.kind, 'messageId', message.message_id) AS file,
      (SELECT instruction.payout_id FROM settlement_instruction instruction JOIN payout ON payout.id = instruction.payout_id
        JOIN payroll_run paid_run ON paid_run.id = payout.run_id
        WHERE instruction.end_to_end_id = claim.about AND ${visible(viewer, Prisma.sql`paid_run.company_id`)}) AS "payoutId"
    FROM ${fromFor(viewer)} JOIN bank_message message ON message.id = finding.bank_message_id
    WHERE finding.id = ${id}::uuid AND ${seenBy(viewer)}`
  if (!row) return null
  const [twice, refusal, handIn, history] = await Promise.all([
    twiceOf(ledger, viewer, row),
    row.state === 'resolved' ? null : readRefusal(ledger, id),
    row.state === 'proposed' ? conflictInException(ledger, id, viewer.userId) : null,
    readHistory(ledger, id),
  ])
  return { ...row, twice, refusal, handIn, history }
}

/** Whatever the finding is about: that its payment was paid again matters for what is to be done. */
async function twiceOf(
  ledger: Ledger,
  viewer: Viewer,
  { id, payoutId }: Pick<ExceptionDetail, 'id' | 'payoutId'>,
): Promise<PaidTwice | null> {
  if (payoutId === null) return null
  const own = await readPaidTwice(ledger, viewer, id)
  return own ?? (await listPaidTwice(ledger, viewer, payoutId)).find(({ first }) => first.payoutId === payoutId) ?? null
}
