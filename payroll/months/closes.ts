/** Closes as they are kept: one row for each time a month was prepared, with who signed it and whether it was reopened. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'

export type CloseState = 'prepared' | 'withdrawn' | 'closed' | 'reopened'
export type Reopening = {
  id: string
  state: 'asked' | 'done' | 'refused'
  reason: string
  askedBy: string
  askedById: string
  askedAt: string
  decidedBy: string | null
  decidedAt: string | null
}
export type Close = {
  id: string
  month: string
  state: CloseState
  version: number
  round: number
  era: number
  position: string
  coveredUntil: string
  preparedBy: string
  preparedById: string
  preparedAt: string
  packHash: string | null
  packedAt: string | null
  packFailure: string | null
  withdrawnBy: string | null
  withdrawnReason: string | null
  closedBy: string | null
  closedAt: string | null
  reopenings: Reopening[]
}
type Row = Omit<Close, 'state' | 'reopenings'> & { state: string; reopenings: unknown }

const nameOf = (id: Prisma.Sql): Prisma.Sql => Prisma.sql`coalesce((SELECT name FROM app_user WHERE app_user.id = ${id}), ${id})`
const CLOSES_MAX = 500

const COLUMNS = Prisma.sql`kept.id, kept.month, kept.state, kept.version, kept.round, kept.era, kept.position::text, iso_utc(kept.covered_until) AS "coveredUntil",
  ${nameOf(Prisma.sql`kept.prepared_by`)} AS "preparedBy", kept.prepared_by AS "preparedById", iso_utc(kept.prepared_at) AS "preparedAt",
  kept.pack_hash AS "packHash", iso_utc(kept.packed_at) AS "packedAt", kept.pack_failure AS "packFailure",
  ${nameOf(Prisma.sql`kept.withdrawn_by`)} AS "withdrawnBy", kept.withdrawn_reason AS "withdrawnReason",
  ${nameOf(Prisma.sql`kept.closed_by`)} AS "closedBy", iso_utc(kept.closed_at) AS "closedAt",
  coalesce((SELECT json_agg(json_build_object('id', reopening.id, 'state', reopening.state, 'reason', reopening.reason,
      'askedBy', ${nameOf(Prisma.sql`reopening.asked_by`)}, 'askedById', reopening.asked_by, 'askedAt', iso_utc(reopening.asked_at),
      'decidedBy', ${nameOf(Prisma.sql`reopening.decided_by`)}, 'decidedAt', iso_utc(reopening.decided_at)) ORDER BY reopening.asked_at)
    FROM month_reopening reopening WHERE reopening.close_id = kept.id), '[]') AS reopenings`

/** All of a month, or of every month; the newest first. */
export async function listCloses(db: Ledger | Transaction, month: string | null = null): Promise<Close[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM month_close kept WHERE ${month}::text IS NULL OR kept.month = ${month}
    ORDER BY kept.month DESC, kept.prepared_at DESC, kept.id DESC LIMIT ${CLOSES_MAX}`
  return rows.map(typed)
}

/** One; null when there is none of that id. */
export async function readClose(db: Ledger | Transaction, id: string): Promise<Close | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM month_close kept WHERE kept.id = ${id}::uuid`
  return row ? typed(row) : null
}

/** The one that counts: closed or prepared; of a month that is open, none. */
export const currentOf = (closes: readonly Close[]): Close | null =>
  closes.find(({ state }) => state === 'closed' || state === 'prepared') ?? null

/** What the ledger tells the pack, as it was when the close was prepared; null when there is no such close. */
export async function readTold(db: Ledger, id: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ told: string }[]>`SELECT told FROM month_close WHERE id = ${id}::uuid`
  return row?.told ?? null
}

/** The database holds the list of their words. */
const typed = (row: Row): Close => row as unknown as Close
