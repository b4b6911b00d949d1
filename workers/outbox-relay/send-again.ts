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
  /** Told how many events are sent again, and are left. */
  onSent?: (total: number, left: number) => void
  signal: AbortSignal
}

/**
 * Everything after the hole is sent, not only what is missing: a copy reads on from where it found nothing, and drops what it has by its position. It is
 * safe because it is proved: the journal is numbered anew up to the last confirmed batch and must come to the hash that was planned, before a byte is sent.
 * @throws JournalChanged when it does not.
 */
export async function sendAgain({ connection, lead, confirmed, lost, publish, offsets, onSent, signal }: SendAgain): Promise<number> {
  const [least = 0n] = [...lost.values()].sort((a, b) => (a < b ? -1 : 1))
  const base = await baseBelow(connection, lead, least, confirmed.last.length)
  const isLost = ({ partition, position }: NumberedEvent) => position > (lost.get(partition) ?? confirmed.position)
  const counts = new Map<number, number>()
  await proveFrom(connection, base, confirmed, (events) => {
    for (const { partition } of events.filter(isLost)) counts.set(partition, (counts.get(partition) ?? 0) + 1)
  })
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)

  let left = all
  for (const [partition, count] of counts) await noteToSend(connection, lead, partition, count)
  for await (const { events } of numbered(connection, base, confirmed)) {
    const again = events.filter(isLost)
    if (again.length === 0) continue
    await publish.send(publish.prepare(again), signal)
    left -= again.length
    onSent?.(all, left)
  }
  await noteOffsets(connection, lead, confirmed, offsets)
  for (const partition of lost.keys()) await closeLoss(connection, lead, partition)
  return all
}

/** @throws JournalChanged when the journal, numbered anew from its first event, does not come to the hash that was published. */
export async function proveJournal(connection: JournalConnection, lead: Lead, confirmed: Numbering): Promise<void> {
  await proveFrom(connection, await baseBelow(connection, lead, 0n, confirmed.last.length), confirmed, () => undefined)
}

async function proveFrom(
  connection: JournalConnection,
  base: Numbering,
  confirmed: Numbering,
  take: (events: readonly NumberedEvent[]) => void,
): Promise<void> {
  let end = base
  for await (const { events, after } of numbered(connection, base, confirmed)) {
    end = after
    take(events)
  }
  if (end.hash !== confirmed.hash || end.position !== confirmed.position)
    throw new JournalChanged(String(base.position + 1n), String(confirmed.position))
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
