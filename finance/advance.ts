/** Brings what is published up to what has landed and may be claimed. */
import { rm } from 'node:fs/promises'
import type { Watermark } from '@/events/topics'
import { type Built, buildMarts } from './build-marts'
import { readCertificate } from './certificate'
import { definitionOfMarts } from './definition'
import { forgetHeads } from './journal-head'
import { listDeadLetters } from './landing/dead-letters'
import { type Manifest, publishedFile, readManifest } from './manifest'
import { publish, writeManifest } from './publish'
import { inspect } from './written'

export type Advance = { manifest: Manifest | null; built: boolean }

/** Somebody has asked for the marts to be published anew, whether there is anything new or not. */
export type Anew = {
  /**
   * Before it is published: what was published, null where that cannot be read, and what will be. `beside` is made of the same events as the first.
   * @throws when it is not wanted, or not any more: what was published stays.
   */
  compare(before: string | null, built: Built, beside: Built): Promise<void>
  /** Whether all that changes without a new event has to be known. */
  isStrict?: boolean
}

type Reached = {
  /** The newest watermark that every partition claims. */
  mark: Watermark | null
  /** The position after which events are missing in Kafka, while they are. */
  gapAt: bigint | null
  now: Date
  anew?: Anew | null
  /** Whether events were put into the midst of what is published: it is made again, as far as it goes. */
  isDue?: boolean
}

/**
 * Builds and publishes marts when they are wanted `anew`, when `mark` covers more than is published, when another definition made that, or when it is gone; else
 * says anew what it covers.
 * @throws MartsRefused when they do not pass their checks, or what the disk says; what was published stays.
 */
export async function advance(dir: string, { mark, gapAt, now, anew = null, isDue = false }: Reached): Promise<Advance> {
  const published = await readPublished(dir)
  if (mark === null) return { manifest: published && (await refresh(dir, published, gapAt)), built: false }
  const covers = published !== null && published.era === mark.era && BigInt(published.position) >= BigInt(mark.position)
  // A landing that is being read again claims less than what is published, which stays until it claims as much.
  const isAsFar = covers && published.position === mark.position
  const isOld = isAsFar && (published.definition !== definitionOfMarts() || (await isMended(dir, published)))
  if (!covers || isOld || (isAsFar && (anew !== null || isDue))) {
    const built = await build(dir, mark)
    if (anew) await compareWith(dir, anew, built, published)
    return { manifest: await publish(dir, built, { mark, gapAt, now, isAnew: anew !== null || isDue }), built: true }
  }
  // A landing that is being read again has a lower claim than what is published.
  const isNewer = mark.position === published.position && mark.coveredUntil > published.coveredUntil
  const { coveredUntil, horizonXid } = isNewer ? mark : published
  return { manifest: await refresh(dir, { ...published, coveredUntil, horizonXid }, gapAt), built: false }
}

/** Takes what was built away when it is not to be published. @throws then. */
async function compareWith(dir: string, anew: Anew, built: Built, published: Manifest | null): Promise<void> {
  const isOfOthers = anew.isStrict && published !== null && published.era === built.era && published.position !== String(built.position)
  try {
    const beside = isOfOthers ? await buildMarts(dir, built.era, BigInt(published.position)) : built
    try {
      await anew.compare(await lastFile(dir), built, beside)
    } finally {
      if (beside !== built) await rm(beside.written, { force: true })
    }
  } catch (error) {
    await rm(built.written, { force: true })
    throw error
  }
}

/** Whether figures stand there without a certificate because of dead letters that are gone. */
async function isMended(dir: string, { certificate, deadLetters, era }: Manifest): Promise<boolean> {
  return certificate === null && deadLetters > 0 && (await listDeadLetters(dir, era)).count === 0
}

/** Landings whose events were all read again because their hash was not the ledger's; once tells whether what was remembered was wrong. */
const readAgain = new Set<string>()

async function build(dir: string, { era, position, hash }: Watermark): Promise<Built> {
  const built = await buildMarts(dir, era, BigInt(position))
  if (built.head === hash || built.deadLettersBelow > 0 || readAgain.has(`${era} ${dir}`)) return built
  readAgain.add(`${era} ${dir}`)
  await forgetHeads(dir, era)
  await rm(built.written, { force: true })
  return buildMarts(dir, era, BigInt(position))
}

/** The file that was published last, damaged or not. */
async function lastFile(dir: string): Promise<string | null> {
  const manifest = await readManifest(dir).catch(() => null)
  return manifest && publishedFile(dir, manifest)
}

/** What is published, or null when it, or the file it names, is gone, damaged or cannot be read. */
async function readPublished(dir: string): Promise<Manifest | null> {
  const manifest = await readManifest(dir).catch(() => null)
  if (manifest === null) return null
  const found = await inspect(publishedFile(dir, manifest))
  if (found === null) return null
  const { written } = manifest
  if (written && (found.bytes !== written.bytes || found.sha256 !== written.sha256)) return null
  if (manifest.certificate !== null && (await readCertificate(dir, manifest.certificate).catch(() => null)) === null) return null
  // Copied or touched, and the same: readers look at the time.
  return { ...manifest, written: found }
}

async function refresh(dir: string, published: Manifest, gapAt: bigint | null): Promise<Manifest> {
  const { count: deadLetters } = await listDeadLetters(dir, published.era)
  const manifest = { ...published, deadLetters, gapAt: gapAt === null ? null : gapAt.toString() }
  if (JSON.stringify(manifest) !== JSON.stringify(await readManifest(dir))) await writeManifest(dir, manifest)
  return manifest
}
