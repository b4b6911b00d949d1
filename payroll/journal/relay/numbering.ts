/** How events are numbered: pure, so that a batch is numbered the same way however often it is read again. */
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { BEGINNING, type Cursor, type JournalRow } from './journal'

/** Where numbering stands: the last row numbered, its position, the last position in each partition, and the head of the hash chain. */
export type Numbering = { cursor: Cursor; position: bigint; last: bigint[]; hash: string }

export type NumberedEvent = { aggregateId: string; event: string; partition: number; position: bigint; previous: bigint }
export type Batch = { before: Numbering; after: Numbering; events: NumberedEvent[] }

/** Before the first event. */
export const unnumbered = (partitions: number): Numbering => ({
  cursor: BEGINNING,
  position: 0n,
  last: Array<bigint>(partitions).fill(0n),
  hash: BEFORE_FIRST,
})

/**
 * Numbers rows in their order: consecutive positions, for each its predecessor in its partition, and the chain of hashes, event by event (events/chain.ts).
 */
export function numberRows(before: Numbering, rows: readonly JournalRow[], partitionOf: (aggregateId: string) => number): Batch {
  const last = [...before.last]
  let { position, hash, cursor } = before
  const events = rows.map(({ xid, seq, aggregateId, event }) => {
    const partition = partitionOf(aggregateId)
    const previous = last[partition] ?? 0n
    position += 1n
    last[partition] = position
    hash = nextHead(hash, event)
    cursor = { xid, seq }
    return { aggregateId, event, partition, position, previous }
  })
  return { before, after: { cursor, position, last, hash }, events }
}
