/** Events that could not be read, one file each, with their bytes, reason and place. While one is there, finance is incomplete. */
import { join } from 'node:path'
import { PARTITIONS } from '@/events/topics'
import { namesIn, writeWhole } from '../atomic-file'
import { deadLettersFolder } from '../folders'
import type { Refused } from './read-arrived'

const OWN_PLACE = /^(\d{1,19})\.json$/

/** Writes each as `<position>.json`, or as `<position>-offset-<offset>.json` after that position when it has none of its own. Again is harmless. */
export async function writeDeadLetters(dir: string, era: number, partition: number, refused: readonly Refused[], now: Date): Promise<void> {
  const folder = deadLettersFolder(dir, era, partition)
  for (const { arrived, reason } of refused) {
    const { position, previous, offset, value, unreadable } = arrived
    const letter = {
      reason,
      era,
      partition,
      position: unreadable === undefined ? position.toString() : null,
      after: previous.toString(),
      offset,
      at: now.toISOString(),
      bytes: value?.toString('base64') ?? null,
    }
    const name = unreadable === undefined ? `${position}.json` : `${position}-offset-${offset}.json`
    await writeWhole(join(folder, name), `${JSON.stringify(letter, null, 2)}\n`)
  }
}

export type DeadLetters = {
  /** All that lie there. */
  count: number
  /** The positions of those that have one. */
  positions: bigint[]
}

/** The dead letters of an era. */
export async function listDeadLetters(dir: string, era: number): Promise<DeadLetters> {
  const names = await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => namesIn(deadLettersFolder(dir, era, partition))))
  const letters = names.flat().filter((name) => name.endsWith('.json'))
  const positions = letters.flatMap((name) => OWN_PLACE.exec(name)?.[1] ?? []).map(BigInt)
  return { count: letters.length, positions }
}
