/** Mismatches as they are kept: found once, seen again, and repaired when a comparison that looked sees them no more. */

import type { CopyName, FieldDifference } from '@/events/held-copy'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { personOf } from '@/prisma/person-of'
import type { Cause, ComparedStore, MismatchKind, MismatchState } from './causes'
import { keyOf } from './compare-copies'
import { type Difference, hashOfFields, shownFields } from './difference'

type Person = { id: string; name: string }

type Row = {
  id: string
  store: string
  kind: string
  subject: string
  cause: string
  fields: unknown
  tier: string
  position: string
  comparisonId: string
  foundAt: string
  seenAt: string
  state: string
  stateSince: string
  owner: Person | null
  explainedBy: Person | null
  explanation: string | null
  proposedBy: Person | null
  proposal: string | null
  version: number
}
export type Mismatch = Omit<Row, 'store' | 'kind' | 'cause' | 'fields' | 'state'> & {
  store: ComparedStore
  kind: MismatchKind
  cause: Cause
  fields: FieldDifference[]
  state: MismatchState
}

type Unresolved = { id: string; store: string; kind: string; subject: string; cause: string; hash: string }

/** What was looked at: whole kinds of a store, and payouts one by one. */
export type Looked = { wholly: ReadonlySet<string>; checked: ReadonlyMap<string, ReadonlySet<string>> }
export type Found = { comparisonId: string; tier: string; position: bigint; differences: readonly Difference[]; looked: Looked }

const ROWS_MAX = 200
const COLUMNS = Prisma.sql`id, store, kind, subject, cause, fields, tier, position::text, comparison_id AS "comparisonId", iso_utc(found_at) AS "foundAt",
  iso_utc(seen_at) AS "seenAt", state, iso_utc(state_since) AS "stateSince", ${personOf(Prisma.sql`owner`)} AS owner, ${personOf(Prisma.sql`explained_by`)} AS "explainedBy", explanation,
  ${personOf(Prisma.sql`proposed_by`)} AS "proposedBy", proposal, version`

/** Those that nobody has seen repaired. */
async function unresolved(db: Ledger | Transaction): Promise<Unresolved[]> {
  return db.$queryRaw<Unresolved[]>`
    SELECT id, store, kind, subject, cause, fields_hash AS hash FROM mismatch WHERE state <> 'repaired' ORDER BY found_at LIMIT 10000`
}

/** By store the payouts that differed when they were looked at last: each comparison looks at them again. */
export async function watchedPayouts(db: Ledger): Promise<Map<ComparedStore, string[]>> {
  const rows = (await unresolved(db)).filter(({ kind }) => kind === 'payout')
  const of = (store: ComparedStore) => rows.filter((row) => row.store === store).map(({ subject }) => subject)
  return new Map([...(['search', 'finance'] satisfies CopyName[]), 'ledger' as const].map((store) => [store, of(store)]))
}

/** Notes what a comparison found, and what it looked at and found no more. */
export async function recordFound(tx: Transaction, { comparisonId, tier, position, differences, looked }: Found): Promise<void> {
  const hashes = new Map(differences.map((each) => [keyOf(each), hashOfFields(each)]))
  const gone = (await unresolved(tx)).filter((each) => {
    const now = hashes.get(keyOf(each))
    return now === undefined ? wasLookedAt(each, looked) : now !== each.hash
  })
  const ids = gone.map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE mismatch SET state = 'repaired', state_since = clock_timestamp(), version = version + 1 WHERE id = ANY(${ids}::uuid[]) AND state <> 'repaired'`
  const rows = differences.map(({ fields, ...each }) => ({ ...each, fields: shownFields(fields), hash: hashOfFields({ ...each, fields }) }))
  await tx.$executeRaw`
    INSERT INTO mismatch (store, kind, subject, cause, fields, fields_hash, tier, position, comparison_id)
    SELECT found.store, found.kind, found.subject, found.cause, found.fields, found.hash, ${tier}, ${position}, ${comparisonId}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS found(store text, kind text, subject text, cause text, fields jsonb, hash text)
    ON CONFLICT (store, kind, subject) WHERE state <> 'repaired' DO UPDATE SET seen_at = clock_timestamp()`
}

/** A total is only looked at as a whole; so is a payout's place in the bank's files. */
function wasLookedAt({ store, kind, subject, cause }: Unresolved, { wholly, checked }: Looked): boolean {
  if (wholly.has(`${store} ${kind}`)) return true
  return kind === 'payout' && cause !== 'does-not-add-up' && (checked.get(store)?.has(subject) ?? false)
}

/** The newest first, two hundred at most, with how many there are. */
export async function listMismatches(db: Ledger, state: MismatchState): Promise<{ mismatches: Mismatch[]; total: number }> {
  const [counted] = await db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM mismatch WHERE state = ${state}`
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM mismatch WHERE state = ${state} ORDER BY found_at DESC, id LIMIT ${ROWS_MAX}`
  return { mismatches: rows.map(typed), total: counted?.total ?? 0 }
}

export type OpenMismatch = Pick<Mismatch, 'id' | 'store' | 'kind' | 'subject' | 'cause' | 'foundAt' | 'owner'>

/** What the operations page shows: the newest twenty, and how many there are. */
export async function openMismatches(db: Ledger): Promise<{ total: number; newest: OpenMismatch[] }> {
  const { mismatches, total } = await listMismatches(db, 'open')
  const short = ({ id, store, kind, subject, cause, foundAt, owner }: Mismatch): OpenMismatch => ({
    ...{ id, store, kind, subject, cause, foundAt, owner },
  })
  return { total, newest: mismatches.slice(0, SHOWN_MAX).map(short) }
}

const SHOWN_MAX = 20

/** One; null when there is none of that id. */
export async function readMismatch(db: Ledger, id: string): Promise<Mismatch | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM mismatch WHERE id = ${id}::uuid`
  return row ? typed(row) : null
}

/** How many are open, by the store that is not as it should be. */
export async function countOpen(db: Ledger): Promise<Record<ComparedStore, number>> {
  const rows = await db.$queryRaw<{ store: string; open: number }[]>`
    SELECT store, count(*)::int AS open FROM mismatch WHERE state = 'open' GROUP BY store`
  const of = (store: ComparedStore) => rows.find((row) => row.store === store)?.open ?? 0
  return { ledger: of('ledger'), kafka: of('kafka'), search: of('search'), finance: of('finance') }
}

/** The database holds the lists of their words. */
const typed = (row: Row): Mismatch => row as unknown as Mismatch
