/** Events that could not be read, one file each, with their bytes, reason and place. While one is open, finance is incomplete. */
import { rm } from 'node:fs/promises'
import { type Letter, schemaIn } from '@/events/dead-letter'
import { writeWhole } from '../atomic-file'
import { deadLettersFolder } from '../folders'
import { filesOf, letterFiles, letterPath } from '../letter-files'
import type { Refused } from './read-arrived'

/**
 * Writes each as `<position>.json`, or as `<position>-offset-<offset>.json` after that position when it has none of its own. Again is harmless: one that is
 * there stays as it is, and what was given up stays so. One that was taken, and now is not, is open again.
 */
export async function writeDeadLetters(dir: string, era: number, partition: number, refused: readonly Refused[], now: Date): Promise<void> {
  if (refused.length === 0) return
  const folder = deadLettersFolder(dir, era, partition)
  const known = new Map((await filesOf(folder, partition)).map((file) => [file.place, file]))
  for (const { arrived, reason } of refused) {
    const { position, previous, offset, value, unreadable } = arrived
    const file = { folder, place: unreadable === undefined ? `${position}` : `${position}-offset-${offset}` }
    const how = known.get(file.place)?.how
    if (how === null || how === 'discarded') continue
    const letter: Letter = {
      ...{ copy: 'finance', reason, era, partition, position: unreadable === undefined ? position.toString() : null },
      ...{ after: previous.toString(), offset, at: now.toISOString(), schema: schemaIn(value) },
      ...{ bytes: value?.toString('base64') ?? null, tried: null, settled: null },
    }
    await write(letterPath(file, null), letter)
    if (how === 'applied') await rm(letterPath(file, 'applied'), { force: true })
  }
}

/** Writes down what became of letters: a settled one gets its new name before it loses the old. */
export async function noteLetters(dir: string, letters: readonly Letter[]): Promise<void> {
  for (const letter of letters) {
    const { era, partition, position, after, offset, settled } = letter
    const file = { folder: deadLettersFolder(dir, era, partition), place: position ?? `${after}-offset-${offset}` }
    await write(letterPath(file, settled?.how ?? null), letter)
    if (settled !== null) await rm(letterPath(file, null), { force: true })
  }
}

const write = (path: string, { copy: _, ...letter }: Letter): Promise<void> => writeWhole(path, `${JSON.stringify(letter, null, 2)}\n`)

export type DeadLetters = {
  /** All that are open. */
  count: number
  /** The positions of events that are known not to have landed: of those that are open, and of those that were given up. */
  positions: bigint[]
}

/** The dead letters of an era. */
export async function listDeadLetters(dir: string, era: number): Promise<DeadLetters> {
  const files = await letterFiles(dir, era)
  const lacking = files.filter(({ how, hasPlace }) => how !== 'applied' && hasPlace)
  return { count: files.filter(({ how }) => how === null).length, positions: lacking.map(({ position }) => position) }
}
