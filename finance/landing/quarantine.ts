/** Segments that cannot be read, or do not hold what they were written with, are set aside by name; what they held is read from Kafka again. */
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { PARTITIONS } from '@/events/topics'
import { unless } from '../atomic-file'
import { type Connection, type Opened, openToWrite, rowsOf } from '../duckdb'
import { quarantineFolder } from '../folders'
import { contractColumns, defineTypedEvents, parquet, withColumns } from '../typed-events'
import { listSegments, type Segment } from './segments'

export type QuarantinedSegment = { path: string; reason: string }

/** Segments that were found good, by path, size and times: each is read once per process, and again when it was touched. */
export type Examined = Map<string, string>

/** Takes a segment that was only just written for good. */
export async function noteExamined(examined: Examined, path: string): Promise<void> {
  const key = await stampOf(path)
  if (key !== null) examined.set(path, key)
}

/** Examines the segments of an era that are not in `examined`, and moves those that are damaged, each with its reason beside it. */
export async function quarantineDamaged(dir: string, era: number, examined: Examined): Promise<QuarantinedSegment[]> {
  const due: { segment: Segment; key: string; partition: number }[] = []
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    for (const segment of await listSegments(dir, era, partition)) {
      const key = await stampOf(segment.path)
      if (key !== null && examined.get(segment.path) !== key) due.push({ segment, key, partition })
    }
  }
  if (due.length === 0) return []
  const damaged: QuarantinedSegment[] = []
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  try {
    for (const { segment, key, partition } of due) {
      const reason = await damageOf(store, partition, segment)
      if (reason === null) examined.set(segment.path, key)
      else damaged.push(await move(dir, era, partition, segment, reason))
    }
  } finally {
    store.close()
  }
  return damaged
}

/** The damaged segments of an era, left where they are. */
export async function listDamaged(dir: string, era: number): Promise<QuarantinedSegment[]> {
  const store = await openToWrite(':memory:', '')
  try {
    const damaged: QuarantinedSegment[] = []
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      for (const segment of await listSegments(dir, era, partition)) {
        const reason = await damageOf(store, partition, segment)
        if (reason !== null) damaged.push({ path: segment.path, reason })
      }
    return damaged
  } finally {
    store.close()
  }
}

/** Size and times: what tells that a file was touched. */
async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(unless('ENOENT'))
  return found ? [found.size, found.mtimeMs, found.ctimeMs].join(' ') : null
}

/**
 * What is wrong with a segment, or null. Its text is hashed again, its positions have to fit its name and each other, and every other column the text, also the
 * contract's, which are read from it again: what is not read is not known to be whole.
 */
async function damageOf(store: Opened, partition: number, segment: Segment): Promise<string | null> {
  const connection = await store.connect()
  try {
    return await contradictionIn(connection, partition, segment)
  } catch (error) {
    return `it cannot be read: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`
  } finally {
    connection.closeSync()
  }
}

async function contradictionIn(connection: Connection, partition: number, { path, first, last }: Segment): Promise<string | null> {
  await defineTypedEvents(connection)
  const columns = (await withColumns(connection, [path])).has(path) ? await contractColumns(connection) : []
  const struct = `{${['position', ...columns].map((name) => `'${name}': ${name}`).join(', ')}}`
  await connection.run(`
    CREATE TEMP VIEW stored AS
    SELECT position, previous, "partition", "offset", kind, type, dataschema, aggregate_id, version, content, event, ${struct} AS contract FROM ${parquet([path])}`)
  const [found] = await rowsOf<{ changed: string; lying: string; misplaced: string }>(
    connection,
    `WITH events AS (
       SELECT position, previous, lag(position) OVER (ORDER BY position) AS before, contract = ${struct} AS tells,
         unhex(sha256(event)) = content AND "partition" = ${partition} AND "offset" >= 0 AND kind = split_part(type, '.', 1)
           AND [type, dataschema, aggregate_id, version::VARCHAR]
             = json_extract_string(event, ['$.type', '$.dataschema', '$.subject', '$.sequence']) AS agrees
       FROM ${columns.length > 0 ? 'typed_events(stored)' : 'stored'})
     SELECT count(*) FILTER (WHERE NOT coalesce(agrees, false)) AS changed, count(*) FILTER (WHERE NOT coalesce(tells, false)) AS lying,
       count(*) FILTER (WHERE position NOT BETWEEN ${first} AND ${last} OR previous >= position OR coalesce(before > previous, false)) AS misplaced
     FROM events`,
  )
  if (found && found.changed !== '0') return `${found.changed} of its events are not what was written`
  if (found && found.lying !== '0') return `the columns of ${found.lying} of its events are not what their texts say`
  if (found && found.misplaced !== '0') return `${found.misplaced} of its events are not in their place`
  return null
}

async function move(dir: string, era: number, partition: number, { path }: Segment, reason: string): Promise<QuarantinedSegment> {
  const folder = quarantineFolder(dir, era, partition)
  await mkdir(folder, { recursive: true })
  const kept = join(folder, basename(path))
  await writeFile(`${kept}.reason.txt`, `${reason}\n`)
  await rename(path, kept)
  return { path: kept, reason }
}
