/** How far have you got? Read from the published files alone. */
import { access } from 'node:fs/promises'
import type { Coverage } from '@/platform/freshness'
import { type Manifest, publishedFile, readManifest } from './manifest'
import { unless } from './place'

/** What the published file covers; nothing covered before the first publication, null when what is published cannot be read. */
export async function readProgress(dir: string): Promise<Coverage | null> {
  try {
    const manifest = await readManifest(dir)
    if (manifest === null) return { position: null, coveredUntil: null, deadLetters: 0 }
    // A published file that is gone is made again from the landing; until then there is nothing to read.
    const isThere = await access(publishedFile(dir, manifest)).then(() => true, unless('ENOENT'))
    return isThere ? coverageOf(manifest) : null
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
