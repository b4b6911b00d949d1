/** Sends what Kafka has lost once more: the same events, from the journal, under the same positions. */

import { partitionOf } from '@/events/partition'
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import { readPlanned } from '@/payroll/journal/relay/journal'
import type { Lead } from '@/payroll/journal/relay/leader'
import { closeLoss, noteToSend } from '@/payroll/journal/relay/losses'
import { type Batch, type NumberedEvent, type Numbering, numberRows } from '@/payroll/journal/relay/numbering'
import { baseBelow, JournalChanged, noteOffsets, type Offsets } from '@/payroll/journal/relay/plan'
import type { Publish } from './publish'

const ROWS_AT_ONCE = 2_000

export type SendAgain = {
  connection: JournalConnection
  lead: Lead
  confirmed: Numbering
  /** The last position that can be read in order in each partition that has lost something. */
  lost: ReadonlyMap<number, bigint>
  publish: Publish
  /** Kept up to date by `publish.send`. */
  offsets: Offsets
  signal: AbortSignal
}

/**
 * Everything after the hole is sent, not only what is missing: a copy reads on from where it found nothing, and drops what it has by its position. It is
 * safe because it is proved: the journal is numbered anew up to the last confirmed batch and must come to the hash that was planned, before a byte is sent.
 * @throws JournalChanged when it does not.
 */
export async function sendAgain({ connection, lead, confirmed, lost, publish, offsets, signal }: SendAgain): Promise<number> {
  const [least = 0n] = [...lost.values()].sort((a, b) => (a < b ? -1 : 1))
  const base = await baseBelow(connection, lead, least, confirmed.last.length)
  const isLost = ({ partition, position }: NumberedEvent) => position > (lost.get(partition) ?? confirmed.position)
  const counts = new Map<number, number>()
  let end = base
  for await (const { events, after } of numbered(connection, base, confirmed)) {
    end = after
    for (const { partition } of events.filter(isLost)) counts.set(partition, (counts.get(partition) ?? 0) + 1)
  }
  if (end.hash !== confirmed.hash || end.position !== confirmed.position)
    throw new JournalChanged(String(base.position + 1n), String(confirmed.position))

  for (const [partition, count] of counts) await noteToSend(connection, lead, partition, count)
  for await (const { events } of numbered(connection, base, confirmed)) {
    const again = events.filter(isLost)
    if (again.length > 0) await publish.send(publish.prepare(again), signal)
  }
  await noteOffsets(connection, lead, confirmed, offsets)
  for (const partition of lost.keys()) await closeLoss(connection, lead, partition)
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

/** The journal's rows between two numberings, numbered as they were. */
async function* numbered(connection: JournalConnection, from: Numbering, to: Numbering): AsyncGenerator<Batch> {
  for (let before = from; before.position < to.position; ) {
    const rows = await readPlanned(connection, before.cursor, to.cursor, ROWS_AT_ONCE - 1)
    if (rows.length === 0) return
    const batch = numberRows(before, rows, partitionOf)
    yield batch
    before = batch.after
  }
}
