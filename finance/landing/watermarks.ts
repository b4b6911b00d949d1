/** The watermark each partition may claim, kept beside the landing: everything it names has landed there. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PARTITIONS, type Watermark, watermark } from '@/events/topics'
import { watermarksFolder } from '../folders'
import { unless, writeWhole } from '../place'

/** Claims `mark` for a partition that has landed `mark.last[partition]`; durable when it resolves. */
export async function claim(dir: string, partition: number, mark: Watermark): Promise<void> {
  await writeWhole(pathOf(dir, mark.era, partition), `${JSON.stringify(mark)}\n`)
}

/** The newest watermark that every partition of the era claims; null while one claims none. */
export async function claimedByAll(dir: string, era: number): Promise<Watermark | null> {
  const claims = await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => readClaim(pathOf(dir, era, partition))))
  let oldest: Watermark | null = null
  for (const mark of claims) {
    if (mark === null) return null
    if (oldest === null || BigInt(mark.horizonXid) < BigInt(oldest.horizonXid)) oldest = mark
  }
  return oldest
}

async function readClaim(path: string): Promise<Watermark | null> {
  const text = await readFile(path, 'utf8').catch(unless('ENOENT'))
  return text === undefined ? null : watermark.parse(JSON.parse(text))
}

const pathOf = (dir: string, era: number, partition: number): string => join(watermarksFolder(dir, era), `p=${partition}.json`)
