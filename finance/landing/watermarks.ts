/** The watermark each partition may claim, kept beside the landing: everything it names has landed there. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Watermark, watermark } from '@/events/topics'
import { unless, writeWhole } from '../atomic-file'
import { watermarksFolder } from '../folders'

/**
 * Claims for each partition the newest of `marks`, oldest first, whose events have landed there; durable when it resolves.
 * @param reaches the position up to which each partition has landed.
 * @returns the newest watermark that every partition claims, null while one claims none. A claim that the files do not bear out does not count.
 */
export async function recordCoverage(
  dir: string,
  era: number,
  reaches: readonly bigint[],
  marks: readonly Watermark[],
): Promise<Watermark | null> {
  const claims = await Promise.all(reaches.map((reach, partition) => recordOne(pathOf(dir, era, partition), partition, reach, marks)))
  let oldest: Watermark | null = null
  for (const mark of claims) {
    if (mark === null) return null
    if (oldest === null || isNewer(oldest, mark)) oldest = mark
  }
  return oldest
}

async function recordOne(path: string, partition: number, reach: bigint, marks: readonly Watermark[]): Promise<Watermark | null> {
  const hasLanded = (mark: Watermark) => BigInt(mark.last[partition] ?? 0) <= reach
  const before = await readCovered(path)
  const claimed = before !== null && hasLanded(before) ? before : null
  const reached = marks.findLast(hasLanded) ?? null
  if (reached === null || (claimed !== null && !isNewer(reached, claimed))) return claimed
  await writeWhole(path, `${JSON.stringify(reached)}\n`)
  return reached
}

const isNewer = (a: Watermark, b: Watermark): boolean => BigInt(a.horizonXid) > BigInt(b.horizonXid)

async function readCovered(path: string): Promise<Watermark | null> {
  const text = await readFile(path, 'utf8').catch(unless('ENOENT'))
  return text === undefined ? null : watermark.parse(JSON.parse(text))
}

const pathOf = (dir: string, era: number, partition: number): string => join(watermarksFolder(dir, era), `p=${partition}.json`)
