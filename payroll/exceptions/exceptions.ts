/** What the banks said that agrees with nothing: the list a person works through, and one of it with everything known. */

import { type Ledger, Prisma } from '@/prisma/connect'
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

const personOf = (id: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${id} IS NOT NULL THEN json_build_object('id', ${id}, 'name', coalesce((SELECT name FROM app_user u WHERE u.id = ${id}), ${id})) END`

/**
 * Of those that are told as one, one speaks for all that are in the same state, and they count as one: the first, or once that is decided the next.
 * Asked row by row: as EXISTS beside an OR it would be answered from a hash of all findings.
 */
const SPEAKS = Prisma.sql`(f.told_with IS NULL OR (
  (SELECT 1 FROM bank_finding l WHERE l.claim_key = f.told_with AND l.state = f.state LIMIT 1) IS NULL
  AND (SELECT 1 FROM bank_finding l WHERE l.told_with = f.told_with AND l.state = f.state AND l.claim_key < f.claim_key LIMIT 1) IS NULL))`

/** What the named payment is, is told to who may see its run: an entry on one company's account may name another's. */
const rowFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  f.id, f.version, f.state, f.reference, f.problem, f.amount_minor::text AS "amountMinor", f.currency, k.name AS "companyName", c.counterparty,
  (SELECT p.beneficiary_name FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id JOIN payroll_run o ON o.id = p.run_id
   WHERE i.end_to_end_id = c.about AND ${visible(viewer, Prisma.sql`o.company_id`)}) AS "payeeName", r.id AS "runId",
  r.reference AS "runReference", ${personOf(Prisma.sql`f.owner`)} AS owner, f.resolution, f.matched_to AS "matchedTo", ${personOf(Prisma.sql`f.proposed_by`)} AS "proposedBy",
  iso_utc(f.created_at) AS "createdAt", iso_utc(f.resolved_at) AS "resolvedAt",
  CASE WHEN ${SPEAKS} THEN (SELECT count(*)::int FROM bank_finding n WHERE n.told_with = coalesce(f.told_with, f.claim_key) AND n.state = f.state AND n.id <> f.id)
    ELSE 0 END AS others`

const fromFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  bank_finding f LEFT JOIN company k ON k.id = f.company_id
  LEFT JOIN payroll_run r ON r.id = f.run_id AND ${visible(viewer, Prisma.sql`r.company_id`)}
  LEFT JOIN bank_claim c ON c.key = f.claim_key`

/** A finding of no known company is seen by those who see every company. */
const seenBy = (viewer: Viewer): Prisma.Sql => visible(viewer, Prisma.sql`f.company_id`)

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
    WHERE ${seenBy(viewer)} AND f.state = ${state} AND (NOT ${mine} OR f.owner = ${viewer.userId}) AND (NOT ${ofNoRun} OR f.run_id IS NULL)
      AND ${told === null ? SPEAKS : Prisma.sql`(SELECT coalesce(l.told_with, l.claim_key) FROM bank_finding l WHERE l.id = ${told}::uuid) IN (f.claim_key, f.told_with)`}
      AND (${cursor}::uuid IS NULL OR (f.${at}, f.id) ${than} (SELECT ${at}, id FROM bank_finding WHERE id = ${cursor}::uuid))
    ORDER BY f.${at} ${way}, f.id ${way} LIMIT ${PAGE_ROWS + 1}`
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
      Prisma.sql`(SELECT count(*)::int FROM bank_finding f WHERE ${seenBy(viewer)} AND f.state = ${state} AND ${SPEAKS}) AS ${Prisma.raw(state)}`,
  )
  const [row] = await ledger.$queryRaw<Record<ExceptionStateName, number>[]>`SELECT ${Prisma.join(counts)}`
  return row as Record<ExceptionStateName, number>
}

/** Those nobody has resolved. */
export async function countUnresolved(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ findings: number }[]>`
    SELECT count(*)::int AS findings FROM bank_finding f WHERE ${seenBy(viewer)} AND f.state IN ('open', 'proposed') AND ${SPEAKS}`
  return row?.findings ?? 0
}

/** Those this person can do something about: the open ones nobody else has taken, and what another has proposed. */
export async function countExceptionsFor(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ findings: number }[]>`
    SELECT count(*)::int AS findings FROM bank_finding f WHERE ${seenBy(viewer)} AND ${SPEAKS} AND (
      (f.state = 'open' AND (f.owner IS NULL OR f.owner = ${viewer.userId})) OR (f.state = 'proposed' AND f.proposed_by <> ${viewer.userId}))`
  return row?.findings ?? 0
}

/** One finding, or null when there is none this person may see. */
export async function readException(ledger: Ledger, viewer: Viewer, id: string): Promise<ExceptionDetail | null> {
  const [row] = await ledger.$queryRaw<Omit<ExceptionDetail, 'history' | 'twice' | 'refusal' | 'handIn'>[]>`
    SELECT ${rowFor(viewer)}, f.reason, iso_utc(f.proposed_at) AS "proposedAt", ${personOf(Prisma.sql`f.confirmed_by`)} AS "confirmedBy",
      json_build_object('kind', c.kind, 'account', right(c.account, 4), 'bookedOn', c.booked_on, 'charges', c.charges, 'bankReference', c.bank_reference, 'endToEndId', c.end_to_end_id,
        'blockId', c.block_id, 'payments', c.payments, 'reasonCode', c.reason_code, 'reasonText', c.reason_text,
        'status', c.status, 'direction', c.direction, 'amountMinor', c.entry_amount_minor::text, 'currency', c.entry_currency) AS entry,
      json_build_object('id', m.id, 'fileName', m.file_name, 'kind', m.kind, 'messageId', m.message_id) AS file,
      (SELECT i.payout_id FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id JOIN payroll_run o ON o.id = p.run_id
        WHERE i.end_to_end_id = c.about AND ${visible(viewer, Prisma.sql`o.company_id`)}) AS "payoutId"
    FROM ${fromFor(viewer)} JOIN bank_message m ON m.id = f.bank_message_id
    WHERE f.id = ${id}::uuid AND ${seenBy(viewer)}`
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
