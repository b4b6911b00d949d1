/** Which payouts a replay is about, and what the journal has of them. */
import type { CopyName } from '@/events/held-copy'
import { REPLAYED_MAX, type ReplayScope } from '@/operations/repairs/repair'
import type { Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'

/** Payouts by their ids, those of one difference, or all that differ now. */
export type Asked = {
  payouts?: readonly string[] | undefined
  mismatch?: string | undefined
  differences?: 'open' | undefined
  /** From which event on, of which era; the present one where none is said. */
  fromPosition?: string | undefined
  era?: number | undefined
  /** One mart of finance alone. */
  mart?: string | undefined
  copies?: readonly CopyName[] | undefined
}
type Found = Pick<ReplayScope, 'copies' | 'mismatch'> & { ids: string[]; areNamed: boolean }

const UNSAID: Rejection = { code: 'unsuited', because: 'Say which payouts in one way: by their ids, by a difference, or all that differ.' }

/** Rejections: `not-found`, `unsuited`, `wrong-state`. */
export async function replayScope(tx: Transaction, asked: Asked): Promise<ReplayScope | Rejection> {
  if ([asked.payouts, asked.mismatch, asked.differences].filter((each) => each !== undefined).length !== 1) return UNSAID
  const found = asked.mismatch
    ? await ofMismatch(tx, asked.mismatch)
    : asked.differences
      ? await ofDifferences(tx)
      : named(asked.payouts ?? [])
  if ('code' in found) return found
  const versions = await versionsOf(tx, found.ids)
  const unknown = found.areNamed && found.ids.find((id) => !versions.has(id))
  if (unknown) return { code: 'unsuited', because: `The journal has no payout ${unknown}.` }
  const payouts = found.ids.map((id) => ({ id, version: versions.get(id) ?? null }))
  // Where no event is known, all are looked through before anything is said to be extra.
  const from = payouts.every(({ version }) => version !== null) ? await offsetsBefore(tx, found.ids) : null
  return { payouts, copies: found.copies, from, mismatch: found.mismatch }
}

function named(payouts: readonly string[]): Found {
  return { ids: [...new Set(payouts.map((id) => id.toLowerCase()))], copies: ['search', 'finance'], mismatch: null, areNamed: true }
}

async function ofMismatch(tx: Transaction, id: string): Promise<Found | Rejection> {
  const [row] = await tx.$queryRaw<{ store: string; kind: string; subject: string; state: string }[]>`
    SELECT store, kind, subject, state FROM mismatch WHERE id = ${id}::uuid`
  if (!row) return { code: 'not-found', what: 'mismatch' }
  const { store, kind, subject, state } = row
  if (state === 'repaired') return { code: 'wrong-state', what: 'mismatch', status: state, wanted: 'open' }
  if (store !== 'search' && store !== 'finance')
    return { code: 'unsuited', because: 'The ledger itself differs from its own events. A replay writes copies, and changes no ledger.' }
  if (kind !== 'payout')
    return { code: 'unsuited', because: 'A figure is made of payouts. Publish the figures of finance anew, or fill finance anew.' }
  return { ids: [subject], copies: [store], mismatch: id, areNamed: false }
}

async function ofDifferences(tx: Transaction): Promise<Found | Rejection> {
  const rows = await tx.$queryRaw<{ store: 'search' | 'finance'; subject: string }[]>`
    SELECT store, subject FROM mismatch WHERE state = 'open' AND kind = 'payout' AND store IN ('search', 'finance')
    ORDER BY found_at LIMIT ${REPLAYED_MAX}`
  if (rows.length === 0) return { code: 'unsuited', because: 'No payout of search or finance differs.' }
  const copies = [...new Set(rows.map(({ store }) => store))].sort()
  return { ids: [...new Set(rows.map(({ subject }) => subject))], copies, mismatch: null, areNamed: false }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function versionsOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; version: number }[]>`
    SELECT aggregate_id AS id, max(version)::int AS version FROM outbox
    WHERE aggregate_type = 'payout' AND aggregate_id = ANY(${ids.filter((id) => UUID.test(id))}::uuid[]) GROUP BY aggregate_id`
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Where the partitions ended before the first event of any of these was published; null when the relay does not say so any more. */
async function offsetsBefore(tx: Transaction, ids: readonly string[]): Promise<string[] | null> {
  const [row] = await tx.$queryRaw<{ offsets: string[] }[]>`
    SELECT batch.offsets::text[] AS offsets
    FROM (SELECT outbox.xid, outbox.seq FROM outbox WHERE outbox.aggregate_type = 'payout' AND outbox.aggregate_id = ANY(${ids}::uuid[])
      ORDER BY outbox.xid, outbox.seq LIMIT 1) first
    CROSS JOIN LATERAL (SELECT relay_batches.offsets FROM relay_batches
      WHERE relay_batches.era = (SELECT relay_leader.era FROM relay_leader) AND relay_batches.offsets IS NOT NULL
        AND relay_batches.confirmed_at IS NOT NULL AND (relay_batches.to_xid, relay_batches.to_seq) < (first.xid, first.seq)
      ORDER BY relay_batches.first DESC LIMIT 1) batch`
  return row?.offsets ?? null
}
