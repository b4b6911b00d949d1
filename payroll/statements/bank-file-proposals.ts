/** Bank files that people have brought, and what became of them. Who works for some companies sees those that speak of theirs alone. */
import { type Ledger, Prisma } from '@/prisma/connect'
import type { Viewer } from '../transaction/viewer'
import type { Applied } from './apply'
import type { PaymentChange } from './changes'
import { type DescribedChange, describeChanges } from './payment-changes'

export type Person = { id: string; name: string; email: string | null }

export type ProposalRow = {
  id: string
  fileName: string
  sha256: string
  state: 'proposed' | 'applied' | 'withdrawn' | 'refused'
  version: number
  reason: string
  messages: Applied[]
  /** What a confirmation says it has seen. */
  effect: string
  /** When it was last worked out what the file would do. */
  lookedAt: string
  proposedBy: Person
  proposedAt: string
  decidedBy: Person | null
  decidedAt: string | null
  decidedReason: string | null
  /** How many payments it changes. */
  payments: number
}

export type ProposalDetail = ProposalRow & { changes: DescribedChange[]; next: number | null }

const person = (id: Prisma.Sql): Prisma.Sql => Prisma.sql`CASE WHEN ${id} IS NOT NULL THEN json_build_object('id', ${id},
  'name', coalesce((SELECT name FROM app_user WHERE app_user.id = ${id}), ${id}), 'email', (SELECT email FROM app_user WHERE app_user.id = ${id})) END`

const ROW = Prisma.sql`proposal.id, proposal.file_name AS "fileName", proposal.sha256, proposal.state, proposal.version, proposal.reason, proposal.messages,
proposal.effect, iso_utc(proposal.looked_at) AS "lookedAt",
  ${person(Prisma.sql`proposal.proposed_by`)} AS "proposedBy", iso_utc(proposal.proposed_at) AS "proposedAt",
  ${person(Prisma.sql`proposal.decided_by`)} AS "decidedBy",
  iso_utc(proposal.decided_at) AS "decidedAt", proposal.decided_reason AS "decidedReason",
  (SELECT count(*)::int FROM bank_file_change change WHERE change.proposal_id = proposal.id) AS payments`

/** Whether the `proposal` speaks of nothing but these companies; null is all, and what is of no known company. */
export const isProposalOf = (companies: readonly string[] | null): Prisma.Sql =>
  companies === null ? Prisma.sql`true` : Prisma.sql`(NOT proposal.unfiled AND proposal.company_ids <@ ${[...companies]}::uuid[])`

const LISTED_MAX = 20

/** Those that wait for a second person first, then the newest. */
export function listProposals(ledger: Ledger, viewer: Viewer): Promise<ProposalRow[]> {
  return ledger.$queryRaw<ProposalRow[]>`
    SELECT ${ROW} FROM bank_file_proposal proposal WHERE ${isProposalOf(viewer.companies)}
    ORDER BY proposal.state <> 'proposed', proposal.proposed_at DESC, proposal.id DESC LIMIT ${LISTED_MAX}`
}

/** How many wait for this person: what others have proposed. */
export async function countProposalsFor(ledger: Ledger, viewer: Viewer): Promise<number> {
  const [row] = await ledger.$queryRaw<{ files: number }[]>`
    SELECT count(*)::int AS files FROM bank_file_proposal proposal
    WHERE state = 'proposed' AND proposed_by <> ${viewer.userId} AND ${isProposalOf(viewer.companies)}`
  return row?.files ?? 0
}

const PAGE_ROWS = 200

/** One of them with a page of the payments it changes, after number `after`; null when there is none this person may see. */
export async function readProposal(ledger: Ledger, viewer: Viewer, id: string, after = 0): Promise<ProposalDetail | null> {
  const [row] = await ledger.$queryRaw<
    ProposalRow[]
  >`SELECT ${ROW} FROM bank_file_proposal proposal WHERE proposal.id = ${id}::uuid AND ${isProposalOf(viewer.companies)}`
  if (!row) return null
  const page = await ledger.$queryRaw<(PaymentChange & { n: number })[]>`
    SELECT n, payout_id AS "payoutId", was, becomes, reason_code AS "reasonCode", reason_text AS "reasonText", bank_reference AS "bankReference",
      booked_on::text AS "bookedOn", words
    FROM bank_file_change WHERE proposal_id = ${id}::uuid AND n > ${after} ORDER BY n LIMIT ${PAGE_ROWS}`
  const changes = await describeChanges(
    ledger,
    page.map(({ n: _, ...change }) => change),
  )
  return { ...row, changes, next: page.length === PAGE_ROWS ? (page.at(-1)?.n ?? null) : null }
}
