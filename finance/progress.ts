/** How far have you got? Read from the published files alone. */
import type { Letter } from '@/events/dead-letter'
import { FIRST_ERA } from '@/events/topics'
import type { Coverage } from '@/platform/freshness'
import { letterEra, letterPage } from './dead-letters'
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

type DeadLetter = Pick<Letter, 'reason' | 'partition' | 'position' | 'offset' | 'at'>

/** The open events furthest on that could not be read, fifty at most, without their bytes. */
export async function newestDeadLetters(dir: string): Promise<DeadLetter[]> {
  const { letters } = await letterPage(dir, await letterEra(dir), 'open', null)
  return letters.slice(0, LETTERS_MAX).map(({ reason, partition, position, offset, at }) => ({ reason, partition, position, offset, at }))
}
