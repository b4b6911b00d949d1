/** How far have you got? Read from the published files alone. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { FIRST_ERA, PARTITIONS } from '@/events/topics'
import type { Coverage } from '@/platform/freshness'
import { namesIn, unless } from './atomic-file'
import { deadLettersFolder } from './folders'
import { type Manifest, publishedFile, readManifest } from './manifest'
import { looksAsWritten } from './written'

/** `horizonXid`: every transaction before it is covered; null where that was not recorded. */
export type FinanceProgress = Coverage & { era: number; horizonXid: string | null }

/** What the published file covers; nothing covered before the first publication, null when what is published cannot be read. */
export async function readProgress(dir: string): Promise<FinanceProgress | null> {
  try {
    const manifest = await readManifest(dir)
    if (manifest === null) return { position: null, coveredUntil: null, deadLetters: 0, era: FIRST_ERA, horizonXid: null }
    // A published file that is gone or damaged is made again from the landing; until then there is nothing to read.
    return (await looksAsWritten(publishedFile(dir, manifest), manifest))
      ? { ...coverageOf(manifest), era: manifest.era, horizonXid: manifest.horizonXid ?? null }
      : null
  } catch {
    return null
  }
}

/** A manifest's claim in the words of the freshness contract. */
export const coverageOf = ({ position, coveredUntil, deadLetters, gapAt }: Manifest): Coverage => ({
  position,
  coveredUntil,
  deadLetters,
  gapAt,
})

const LETTERS_MAX = 50

const deadLetter = z.object({
  reason: z.string(),
  partition: z.number(),
  /** Null when the message did not say its own. */
  position: z.string().nullable(),
  offset: z.string(),
  at: z.string(),
})
type DeadLetter = z.output<typeof deadLetter>

/** The events furthest on that could not be read, fifty at most, without their bytes. */
export async function newestDeadLetters(dir: string): Promise<DeadLetter[]> {
  const era = (await readManifest(dir))?.era ?? FIRST_ERA
  const folders = Array.from({ length: PARTITIONS }, (_, partition) => deadLettersFolder(dir, era, partition))
  const found = await Promise.all(folders.map(async (folder) => (await namesIn(folder)).map((name) => join(folder, name))))
  const newest = found
    .flat()
    .filter((path) => path.endsWith('.json'))
    .sort((a, b) => positionIn(b) - positionIn(a))
  const texts = await Promise.all(newest.slice(0, LETTERS_MAX).map((path) => readFile(path, 'utf8').catch(unless('ENOENT'))))
  return texts.flatMap((text) => (text === undefined ? [] : deadLetter.parse(JSON.parse(text))))
}

/** The position a dead letter's name begins with. */
const positionIn = (path: string): number => Number.parseInt(basename(path), 10)
