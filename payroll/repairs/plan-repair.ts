/** What a repair would do, before anybody asks for it: what, how many, and how long. */
import type { CopyRepairKind } from '@/operations/repairs/repair'
import type { Ledger, Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'
import type { Asked } from './replayed'
import { scopeOf } from './scope'

export type RepairPlan = {
  kind: CopyRepairKind
  /** How many payouts a replay writes again; null where the whole copy is meant. */
  payouts: number | null
  copies: ('search' | 'finance')[]
  /** The one mart that is meant; null where none is named. */
  mart: string | null
  /** Events of the journal that are read again; 0 where none is. */
  events: number
  /** By the rate of the last one of its kind; null when there is none. */
  expectedMs: number | null
}

/** Rejections are those of asking for it. */
export function planRepair(ledger: Ledger, kind: CopyRepairKind, asked: Asked): Promise<RepairPlan | Rejection> {
  return ledger.$transaction(async (tx) => {
    const scope = await scopeOf(tx, kind, asked)
    if (scope !== null && 'code' in scope) return scope
    const stretch = scope?.stretch
    const inStretch = stretch && Number(BigInt(stretch.upTo) - BigInt(stretch.position)) + 1
    const events = inStretch ?? (kind === 'rebuild-finance' ? 0 : await publishedEvents(tx))
    const copies = scope?.copies ?? ONE_COPY[kind] ?? []
    return {
      kind,
      payouts: scope?.payouts.length || null,
      mart: scope?.mart ?? null,
      copies,
      events,
      expectedMs: await expectedMs(tx, kind, events),
    }
  })
}

async function publishedEvents(tx: Transaction): Promise<number> {
  const [row] = await tx.$queryRaw<{ events: number }[]>`
    SELECT coalesce(max(batch.last), 0)::float AS events FROM relay_batches batch
    WHERE batch.era = (SELECT relay_leader.era FROM relay_leader) AND batch.confirmed_at IS NOT NULL`
  return row?.events ?? 0
}

const ONE_COPY: Partial<Record<CopyRepairKind, RepairPlan['copies']>> = {
  'rebuild-search': ['search'],
  'rebuild-finance': ['finance'],
  'refill-finance': ['finance'],
}

const READ_ALL: readonly CopyRepairKind[] = ['rebuild-search', 'refill-finance', 'replay-from', 'refill-kafka']

/** As long as the last, or by its rate where it read events. */
async function expectedMs(tx: Transaction, kind: CopyRepairKind, events: number): Promise<number | null> {
  const [last] = await tx.$queryRaw<{ ms: number; events: number | null }[]>`
    SELECT (extract(epoch FROM filled_at - began_at) * 1000)::float AS ms, events_total::float AS events FROM repair
    WHERE kind = ${kind} AND filled_at IS NOT NULL AND began_at IS NOT NULL ORDER BY filled_at DESC LIMIT 1`
  if (!last) return null
  return Math.round(READ_ALL.includes(kind) && last.events ? (last.ms / last.events) * events : last.ms)
}
