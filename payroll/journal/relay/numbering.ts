/** How events are numbered: pure, so that a batch is numbered the same way however often it is read again. */
import { hash as digest } from 'node:crypto'
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
  hash: '0'.repeat(64),
})

/**
 * Numbers rows in their order: consecutive positions, for each its predecessor in its partition, and the chain
 * `hash = sha256(hash before ‖ newline ‖ event)`, event by event, so that it can be checked from any copy without knowing the batches.
 */
export function numberRows(before: Numbering, rows: readonly JournalRow[], partitionOf: (aggregateId: string) => number): Batch {
  const last = [...before.last]
  let { position, hash, cursor } = before
  const events = rows.map(({ xid, seq, aggregateId, event }) => {
    const partition = partitionOf(aggregateId)
    const previous = last[partition] ?? 0n
    position += 1n
    last[partition] = position
    hash = digest('sha256', `${hash}\n${event}`, 'hex')
    cursor = { xid, seq }
    return { aggregateId, event, partition, position, previous }
  })
  return { before, after: { cursor, position, last, hash }, events }
}
