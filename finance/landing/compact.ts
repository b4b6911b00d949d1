/** Many small segments become one large one, and those of the old form get the contract's columns; the events that they hold do not change. */
import { rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { aside, placeAtomically } from '../atomic-file'
import { type Connection, type Opened, openToWrite, rowsOf } from '../duckdb'
import { contractColumns, defineTypedEvents, parquet, withColumns } from '../typed-events'
import { listSegments, type Segment, segmentPath, splitContained } from './segments'
import { copyTo } from './write-segment'

/** Below this many small ones in a row it is not worth the writing: a build opens 1,000 files in well under a second. */
const SEGMENTS_MIN = 64
const SMALL_BYTES = 4_000_000
/** A compacted segment holds at most so many files, and so at most about this times `SMALL_BYTES`. */
const SEGMENTS_MAX = 256

/** So many segments of the old form are converted at a time, or a large landing would keep the figures waiting. */
const CONVERTED_MAX = 8

/** Compacts one partition once. Returns how many segments it replaced. */
export async function compact(dir: string, era: number, partition: number, segmentsMin = SEGMENTS_MIN): Promise<number> {
  const { whole, contained } = splitContained(await listSegments(dir, era, partition))
  const run = await smallRun(whole, segmentsMin)
  const [first, last] = [run[0], run.at(-1)]
  const old = await ofOldForm(whole.filter((segment) => !run.includes(segment)))
  if (contained.length === 0 && run.length === 0 && old.length === 0) return 0
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  try {
    if (contained.length > 0) await removeParts(store, contained, whole)
    if (first && last) {
      const path = segmentPath(dirname(first.path), first.first, last.last)
      await merge(store, run, path)
      await removeParts(store, run, [{ path }])
    }
    for (const segment of old) await convert(store, segment)
    return run.length + old.length
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

/** Paths that were found to have the columns, or events that no column can hold. */
const settled = new Set<string>()

/** The first segments that have not got the contract's columns. */
async function ofOldForm(segments: readonly Segment[]): Promise<Segment[]> {
  const unknown = segments.filter(({ path }) => !settled.has(path))
  if (unknown.length === 0) return []
  const store = await openToWrite(':memory:', '')
  try {
    const paths = unknown.map(({ path }) => path)
    for (const path of await withColumns(store.connection, paths)) settled.add(path)
  } finally {
    store.close()
  }
  return unknown.filter(({ path }) => !settled.has(path)).slice(0, CONVERTED_MAX)
}

async function merge(store: Opened, run: readonly Segment[], path: string): Promise<void> {
  const written = aside(path)
  try {
    await writeSegments(store, run, written)
    await placeAtomically(written, path, 'keep')
  } finally {
    await rm(written, { force: true })
  }
}

/** Puts the same events with columns in a segment's place; it stays as it is when that cannot be. */
async function convert(store: Opened, segment: Segment): Promise<void> {
  const written = aside(segment.path)
  try {
    await writeSegments(store, [segment], written)
    if (!(await lacks(store, [{ path: written }], [segment]))) await placeAtomically(written, segment.path, 'replace')
    settled.add(segment.path)
  } finally {
    await rm(written, { force: true })
  }
}

/** Writes the events of segments, in order, with the contract's columns; in the old form when one of the texts is not what a column can hold. */
export async function writeSegments(store: Opened, segments: readonly Part[], written: string): Promise<void> {
  const connection = await store.connect()
  try {
    await defineTypedEvents(connection)
    await copyTo(connection, await withTheColumns(connection, segments), written, 'with columns').catch(() =>
      copyTo(connection, `SELECT ${OWN} FROM ${read(segments)} ORDER BY position`, written, 'old form'),
    )
  } finally {
    connection.closeSync()
  }
}

type Part = Pick<Segment, 'path'>

/** The columns of a segment of the old form. */
export const OWN = 'position, previous, "partition", "offset", kind, type, dataschema, aggregate_id, version, content, event'

async function withTheColumns(connection: Connection, segments: readonly Part[]): Promise<string> {
  const paths = segments.map(({ path }) => path)
  const typed = await withColumns(connection, paths)
  const columns = [OWN, ...(await contractColumns(connection))].join(', ')
  const old = segments.filter(({ path }) => !typed.has(path))
  const parts = typed.size > 0 ? [`SELECT ${columns} FROM ${parquet([...typed])}`] : []
  if (old.length > 0) {
    await connection.run(`CREATE OR REPLACE TEMP VIEW texts AS SELECT ${OWN} FROM ${read(old)}`)
    parts.push(`SELECT ${columns} FROM typed_events(texts)`)
  }
  return `${parts.join(' UNION ALL ')} ORDER BY position`
}

/** Removes segments once every event of theirs, with the same content, is found in `whole`; otherwise they stay, and no build will pass. */
async function removeParts(store: Opened, parts: readonly Segment[], whole: readonly Pick<Segment, 'path'>[]): Promise<void> {
  if (!(await lacks(store, whole, parts))) await Promise.all(parts.map(({ path }) => rm(path, { force: true })))
}

/** Whether an event of `parts` is not found in `whole`, with the same content. */
async function lacks(store: Opened, whole: readonly Pick<Segment, 'path'>[], parts: readonly Segment[]): Promise<boolean> {
  const [elsewhere] = await rowsOf<{ position: string }>(
    store.connection,
    `(SELECT position, content FROM ${read(parts)}) EXCEPT (SELECT position, content FROM ${read(whole)}) LIMIT 1`,
  )
  return elsewhere !== undefined
}

const read = (segments: readonly Pick<Segment, 'path'>[]): string => parquet(segments.map(({ path }) => path))
