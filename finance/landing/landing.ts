/** The landing: every event as it came, in immutable Parquet files. Progress is what the files say, and nothing else. */
import { join } from 'node:path'
import type { Arrived } from '@/events/projection'
import { PARTITIONS } from '@/events/topics'
import type { Clock } from '@/platform/clock'
import { sweep } from '../atomic-file'
import { openToWrite } from '../duckdb'
import { deadLettersFolder, publishedFolder, segmentsFolder, watermarksFolder } from '../folders'
import { writeDeadLetters } from './dead-letters'
import { type Refused, readArrived } from './read-arrived'
import { listSegments, reachOf, segmentPath } from './segments'
import { writeSegment } from './write-segment'

export type Landing = {
  /** The position up to which this partition has landed without a gap, read from the files. */
  appliedPosition(partition: number): Promise<bigint>
  /** Lands consecutive messages of one partition; durable when it resolves. Landing them again is harmless. @throws when they leave something out. */
  land(partition: number, batch: readonly Arrived[]): Promise<Landed>
  close(): void
}

/** `reasons` are those of the dead letters; `path` is the segment's, null when nothing of the batch had a place of its own. */
export type Landed = { position: bigint; rows: number; deadLetters: number; reasons: readonly string[]; path: string | null }

/** Opens the landing of an era below `dir`, and removes what a crash left half written. */
export async function openLanding(dir: string, era: number, clock: Clock): Promise<Landing> {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
  const folders = partitions.flatMap((p) => [segmentsFolder(dir, era, p), deadLettersFolder(dir, era, p)])
  await Promise.all([...folders, watermarksFolder(dir, era), publishedFolder(dir)].map(sweep))
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  return {
    appliedPosition: async (partition) => reachOf(await listSegments(dir, era, partition)),
    async land(partition, batch) {
      const placed = batch.filter(({ unreadable }) => unreadable === undefined)
      const [first, last] = [placed[0], placed.at(-1)]
      refuseGap(placed)
      const { rows, refused } = readArrived(batch)
      const reasons: string[] = []
      // Before the segment: once that is there, nobody looks at its range again.
      const refuse = async (letters: readonly Refused[]) => {
        reasons.push(...letters.map(({ reason }) => reason))
        await writeDeadLetters(dir, era, partition, letters, clock())
      }
      await refuse(refused)
      if (!first || !last) return { position: batch.at(-1)?.position ?? 0n, rows: 0, deadLetters: reasons.length, reasons, path: null }
      const path = segmentPath(segmentsFolder(dir, era, partition), first.previous + 1n, last.position)
      await writeSegment(store, partition, path, rows, refuse)
      return { position: last.position, rows: batch.length - reasons.length, deadLetters: reasons.length, reasons, path }
    },
    close: store.close,
  }
}

/** A segment's name says that it leaves nothing out. */
function refuseGap(batch: readonly Arrived[]): void {
  for (const [index, { previous }] of batch.entries()) {
    const before = batch[index - 1]
    if (before && previous > before.position) throw new Error(`a batch leaves out what is between ${before.position} and ${previous}`)
  }
}
