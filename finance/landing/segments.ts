/**
 * Segments are named by the positions they answer for: `121-240.parquet` below `p=3` holds every event of partition 3 with a position from 121
 * to 240, dead letters excepted. So names alone prove that nothing is missing between two of them.
 */
import { join } from 'node:path'
import { namesIn } from '../atomic-file'
import { segmentsFolder } from '../folders'

export type Segment = { first: bigint; last: bigint; path: string }

const NAME = /^(\d{1,19})-(\d{1,19})\.parquet$/

/** Where the segment lies that answers for the positions `first` to `last`, both included. */
export const segmentPath = (folder: string, first: bigint, last: bigint): string => join(folder, `${first}-${last}.parquet`)

/** The segments of a partition in order, a longer one before a shorter one that begins with it. */
export async function listSegments(dir: string, era: number, partition: number): Promise<Segment[]> {
  const folder = segmentsFolder(dir, era, partition)
  const segments = (await namesIn(folder)).flatMap((name) => parse(folder, name))
  return segments.sort((a, b) => compare(a.first, b.first) || compare(b.last, a.last))
}

/** The last position up to which the segments, in order, leave nothing out; 0 when the first events are missing. */
export function reachOf(segments: readonly Pick<Segment, 'first' | 'last'>[]): bigint {
  let reach = 0n
  for (const { first, last } of segments) {
    if (first > reach + 1n) break
    if (last > reach) reach = last
  }
  return reach
}

/** Tells those whose range lies within another's from the rest: a compaction may not have got to remove them. */
export function splitContained(segments: readonly Segment[]): { whole: Segment[]; contained: Segment[] } {
  const whole: Segment[] = []
  const contained: Segment[] = []
  for (const segment of segments) {
    if (segment.last > (whole.at(-1)?.last ?? 0n)) whole.push(segment)
    else contained.push(segment)
  }
  return { whole, contained }
}

function parse(folder: string, name: string): Segment[] {
  const [, first, last] = NAME.exec(name) ?? []
  return first && last && BigInt(first) <= BigInt(last) ? [{ first: BigInt(first), last: BigInt(last), path: join(folder, name) }] : []
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
