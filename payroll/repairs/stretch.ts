/** From which event on a replay reads: where that lies in Kafka, and how far it goes. */
import type { ReplayScope } from '@/operations/repairs/repair'
import type { Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'
import type { Asked } from './replayed'

const refused = (because: string): Rejection => ({ code: 'unsuited', because })

/** Up to the last event that Kafka has acknowledged by now. Rejections: `unsuited`. */
export async function stretchScope(tx: Transaction, asked: Asked): Promise<ReplayScope | Rejection> {
  const { fromPosition, copies = ['search', 'finance'] } = asked
  if (fromPosition === undefined || asked.payouts || asked.mismatch || asked.differences) return refused('Say from which event.')
  const position = BigInt(fromPosition)
  if (position < 1n) return refused('Events are counted from 1.')
  const head = await headOf(tx, position)
  if (!head?.upTo) return refused('Nothing was published yet.')
  const { era, upTo, last, offsets, signedFrom } = head
  if (asked.era !== undefined && asked.era !== era)
    return refused(`Event ${position} of era ${asked.era} is not meant any more: events are counted anew since era ${era} began.`)
  if (position > BigInt(upTo)) return refused(`The last event that was published is ${upTo}.`)
  const stretch = { era, position: String(position), upTo, last: last ?? [], offsets, signedFrom }
  return { payouts: [], copies: [...new Set(copies)].sort(), from: null, mismatch: null, stretch }
}

type Head = {
  era: number
  signedFrom: string
  upTo: string | null
  last: string[] | null
  /** Where the partitions ended with a batch before `position`; null where the relay does not say so any more. */
  offsets: (string | null)[] | null
}

async function headOf(tx: Transaction, position: bigint): Promise<Head | null> {
  const [head] = await tx.$queryRaw<Head[]>`
    SELECT leader.era, coalesce(leader.signed_from, 1)::text AS "signedFrom", newest.last::text AS "upTo", newest.partition_last::text[] AS last,
      earlier.offsets::text[] AS offsets
    FROM relay_leader leader
    LEFT JOIN LATERAL (SELECT batch.last, batch.partition_last FROM relay_batches batch
      WHERE batch.era = leader.era AND batch.confirmed_at IS NOT NULL ORDER BY batch.first DESC LIMIT 1) newest ON true
    LEFT JOIN LATERAL (SELECT batch.offsets FROM relay_batches batch
      WHERE batch.era = leader.era AND batch.confirmed_at IS NOT NULL AND batch.offsets IS NOT NULL AND batch.last < ${position}
      ORDER BY batch.first DESC LIMIT 1) earlier ON true`
  return head ?? null
}
