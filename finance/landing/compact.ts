/** Many small segments become one large one; what they hold does not change. */
import { rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { aside, placeAtomically } from '../atomic-file'
import { type Opened, openToWrite, rowsOf } from '../duckdb'
import { listSegments, type Segment, segmentPath, splitContained } from './segments'
import { copyTo } from './write-segment'

/** Below this many small ones in a row it is not worth the writing: a build opens 1,000 files in well under a second. */
const SEGMENTS_MIN = 64
const SMALL_BYTES = 4_000_000
/** A compacted segment holds at most so many files, and so at most about this times `SMALL_BYTES`. */
const SEGMENTS_MAX = 256

/** Compacts one partition once. Returns how many segments it replaced. */
export async function compact(dir: string, era: number, partition: number, segmentsMin = SEGMENTS_MIN): Promise<number> {
  const { whole, contained } = splitContained(await listSegments(dir, era, partition))
  const run = await smallRun(whole, segmentsMin)
  const [first, last] = [run[0], run.at(-1)]
  if (contained.length === 0 && run.length === 0) return 0
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  try {
    if (contained.length > 0) await removeParts(store, contained, whole)
    if (!first || !last) return 0
    const path = segmentPath(dirname(first.path), first.first, last.last)
    await merge(store, run, path)
    await removeParts(store, run, [{ path }])
    return run.length
  } finally {
    store.close()
  }
}

/** The first run of small segments, each beginning where the one before ends; none when it is shorter than `segmentsMin`. */
async function smallRun(segments: readonly Segment[], segmentsMin: number): Promise<Segment[]> {
  let run: Segment[] = []
  for (const segment of segments) {
    const isSmall = (await stat(segment.path)).size < SMALL_BYTES
    const follows = run.length === 0 || segment.first === (run.at(-1)?.last ?? 0n) + 1n
    if (isSmall && follows && run.length < SEGMENTS_MAX) run.push(segment)
    else if (run.length >= segmentsMin) return run
    else run = isSmall ? [segment] : []
  }
  return run.length >= segmentsMin ? run : []
}

async function merge(store: Opened, run: readonly Segment[], path: string): Promise<void> {
  const written = aside(path)
  try {
    await copyTo(store.connection, `SELECT * FROM ${read(run)}`, written)
    await placeAtomically(written, path, 'keep')
  } finally {
    await rm(written, { force: true })
  }
}

/** Removes segments once every event of theirs, with the same content, is found in `whole`; otherwise they stay, and no build will pass. */
async function removeParts(store: Opened, parts: readonly Segment[], whole: readonly Pick<Segment, 'path'>[]): Promise<void> {
  const [elsewhere] = await rowsOf<{ position: string }>(
    store.connection,
    `(SELECT position, content FROM ${read(parts)}) EXCEPT (SELECT position, content FROM ${read(whole)}) LIMIT 1`,
  )
  if (!elsewhere) await Promise.all(parts.map(({ path }) => rm(path, { force: true })))
}

const read = (segments: readonly Pick<Segment, 'path'>[]): string =>
  `read_parquet([${segments.map(({ path }) => `'${path.replaceAll("'", "''")}'`).join(', ')}])`
