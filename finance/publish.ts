/** Finished marts become what readers see: the file gets its name, then the manifest names it. Each step is whole or not there. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Watermark } from '@/events/topics'
import { namesIn, placeAtomically, writeWhole } from './atomic-file'
import type { Built } from './build-marts'
import { certify } from './certify'
import { definitionOfMarts } from './definition'
import { publishedFolder } from './folders'
import { FORMAT, type Manifest, manifestPath, publishedFile, readManifest } from './manifest'
import { writtenAs } from './written'

/** Readers that opened an older file keep it; the others find it here for a while. */
const FILES_KEPT = 3

type Covered = {
  /** The ledger's word about the position; without its hash nothing is certified. */
  mark: Pick<Watermark, 'coveredUntil' | 'horizonXid'> & Partial<Watermark>
  gapAt: bigint | null
  now: Date
  /** The file that is published stays until this one is: it may be read under its name. */
  isAnew?: boolean
}

/** Publishes what was built, with its certificate or the reason why there is none, and removes the oldest published files. */
export async function publish(dir: string, built: Built, { mark, gapAt, now, isAnew = false }: Covered): Promise<Manifest> {
  const { written, position, buildMs, era, events, payouts, sums, hash, deadLetters } = built
  const plain = `era-${era}-position-${position.toString().padStart(15, '0')}-${hash.slice(0, 8)}`
  const isTaken = isAnew && (await readManifest(dir).catch(() => null))?.file === `${plain}.duckdb`
  const name = isTaken ? `${plain}-again` : plain
  const file = `${name}.duckdb`
  const manifest = {
    ...{
      format: FORMAT as typeof FORMAT,
      file,
      era,
      position: position.toString(),
      coveredUntil: mark.coveredUntil,
      horizonXid: mark.horizonXid,
      builtAt: now.toISOString(),
      definition: definitionOfMarts(),
      buildMs,
    },
    ...{ events, deadLetters, gapAt: gapAt === null ? null : gapAt.toString(), payouts, sums, hash },
  }
  await placeAtomically(written, publishedFile(dir, manifest), 'replace')
  const bytes = await writtenAs(publishedFile(dir, manifest))
  const whole: Manifest = {
    ...manifest,
    ...(await certify(dir, { name, built, mark, gapAt, now, file: { name: file, sha256: bytes.sha256 } })),
    written: bytes,
  }
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
  const names = await namesIn(publishedFolder(dir))
  const files = names.filter((name) => name.endsWith('.duckdb') && name !== current).sort()
  const kept = new Set([current, ...files.slice(Math.max(0, files.length - (FILES_KEPT - 1)))].map(stemOf))
  const old = names.filter((name) => name !== 'manifest.json' && !kept.has(stemOf(name)))
  await Promise.all(old.map((name) => rm(join(publishedFolder(dir), name), { force: true })))
}

/** What a file and its certificate are both called. */
const stemOf = (name: string): string => name.replace(/\..*$/, '')
