/** Finished marts become what readers see: the file gets its name, then the manifest names it. Each step is whole or not there. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Watermark } from '@/events/topics'
import { namesIn, placeAtomically, writeWhole } from './atomic-file'
import type { Built } from './build-marts'
import { publishedFolder } from './folders'
import { FORMAT, type Manifest, manifestPath, publishedFile, readManifest } from './manifest'
import { writtenAs } from './written'

/** Readers that opened an older file keep it; the others find it here for a while. */
const FILES_KEPT = 3

type Covered = { mark: Pick<Watermark, 'coveredUntil' | 'horizonXid'>; gapAt: bigint | null; now: Date }

/** Publishes what was built, and removes the oldest published files. */
export async function publish(dir: string, built: Built, { mark, gapAt, now }: Covered): Promise<Manifest> {
  const { written, position, buildMs, era, events, payouts, sums, hash, deadLetters } = built
  const file = `era-${era}-position-${position.toString().padStart(15, '0')}-${hash.slice(0, 8)}.duckdb`
  const manifest: Manifest = {
    ...{
      format: FORMAT,
      file,
      era,
      position: position.toString(),
      coveredUntil: mark.coveredUntil,
      horizonXid: mark.horizonXid,
      builtAt: now.toISOString(),
      buildMs,
    },
    ...{ events, deadLetters, gapAt: gapAt === null ? null : gapAt.toString(), payouts, sums, hash },
  }
  await placeAtomically(written, publishedFile(dir, manifest), 'replace')
  const whole = { ...manifest, written: await writtenAs(publishedFile(dir, manifest)) }
  await writeManifest(dir, whole)
  await removeOld(dir, file)
  return whole
}

/** Says anew what the published file covers, when that changed and its content did not. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  await writeWhole(manifestPath(dir), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** Figures of a history that is lost answer nobody any more: none are better until this era's are built. */
export async function withdrawOtherEra(dir: string, era: number): Promise<void> {
  const manifest = await readManifest(dir).catch(() => null)
  if (manifest !== null && manifest.era !== era) await rm(manifestPath(dir), { force: true })
}

async function removeOld(dir: string, current: string): Promise<void> {
  const names = (await namesIn(publishedFolder(dir))).filter((name) => name.endsWith('.duckdb') && name !== current).sort()
  const old = names.slice(0, Math.max(0, names.length - (FILES_KEPT - 1)))
  await Promise.all(old.map((name) => rm(join(publishedFolder(dir), name), { force: true })))
}
