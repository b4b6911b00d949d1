/** The landing as the marts read it: every event once, whatever segments hold it, and its columns from the segment or from its text. */

import { PARTITIONS } from '@/events/topics'
import type { Connection } from './duckdb'
import { listSegments, type Segment } from './landing/segments'
import { contractColumns, defineTypedEvents, parquet, withColumns } from './typed-events'

const OWN = ['position', 'kind', 'type', 'dataschema', 'aggregate_id', 'version', 'content', 'event']
const NOTHING =
  'SELECT 0::BIGINT, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, 0::INTEGER, NULL::BLOB, NULL::VARCHAR WHERE false'

/** A segment, and the first position that no segment before it answers for; after `last` where all of it lies in others. */
type Placed = Segment & { from: bigint }

/**
 * Makes the views of an era's events up to `position`: `landed_columns` and `landed_texts`, which are segments with the contract's columns and those without,
 * `landed`, which is both with what they have in common, and `landed_again`, which is what other segments hold of the same positions. Returns the segments' paths.
 */
export async function viewLanded(connection: Connection, dir: string, era: number, position: bigint): Promise<string[]> {
  await defineTypedEvents(connection)
  const placed = (await placedSegments(dir, era)).filter(({ first }) => first <= position)
  await noteOverlaps(connection, placed)
  const typed = await withColumns(connection, [...new Set(placed.map(({ path }) => path))])
  const columns = [...OWN, ...(await contractColumns(connection))].join(', ')
  const own = OWN.join(', ')
  await connection.run(`CREATE TEMP VIEW no_events(${own}) AS ${NOTHING}`)
  const view = (name: string, segments: readonly Placed[], list: string, nothing: string) =>
    connection.run(`CREATE TEMP VIEW ${name} AS SELECT ${list} FROM (${relation(segments, list, nothing)}) WHERE position <= ${position}`)
  const [withThem, without] = [placed.filter(({ path }) => typed.has(path)), placed.filter(({ path }) => !typed.has(path))]
  await view('landed_columns', withThem, columns, 'SELECT * FROM typed_events(no_events)')
  await view('landed_texts', without, own, 'SELECT * FROM no_events')
  await connection.run(`CREATE TEMP VIEW landed AS SELECT ${own} FROM landed_columns UNION ALL SELECT ${own} FROM landed_texts`)
  const again = placed.filter(overlaps)
  const twice = again.length === 0 ? 'SELECT position, content FROM no_events' : clipped(again, 'position, content', 'NOT BETWEEN')
  await connection.run(`CREATE TEMP VIEW landed_again AS SELECT position, content FROM (${twice}) WHERE position <= ${position}`)
  return placed.map(({ path }) => path)
}

async function placedSegments(dir: string, era: number): Promise<Placed[]> {
  const lists = await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => listSegments(dir, era, partition)))
  return lists.flatMap((segments) => {
    let reach = 0n
    return segments.map((segment) => {
      const from = segment.first > reach ? segment.first : reach + 1n
      if (segment.last > reach) reach = segment.last
      return { ...segment, from }
    })
  })
}

const overlaps = ({ first, from }: Placed): boolean => from > first

async function noteOverlaps(connection: Connection, placed: readonly Placed[]): Promise<void> {
  await connection.run('CREATE TEMP TABLE clips (path VARCHAR, first BIGINT, last BIGINT)')
  const appender = await connection.createAppender('clips')
  try {
    for (const { path, from, last } of placed.filter(overlaps)) {
      appender.appendVarchar(path)
      appender.appendBigInt(from)
      appender.appendBigInt(last)
      appender.endRow()
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** Rows of whole segments, and of those that overlap others what nobody before them answers for. */
function relation(segments: readonly Placed[], columns: string, nothing: string): string {
  const whole = segments.filter((segment) => !overlaps(segment))
  const rest = segments.filter(overlaps)
  const parts = [
    ...(whole.length > 0 ? [`SELECT ${columns} FROM ${parquet(whole.map(({ path }) => path))}`] : []),
    ...(rest.length > 0 ? [clipped(rest, columns, 'BETWEEN')] : []),
  ]
  return parts.length > 0 ? parts.join(' UNION ALL ') : nothing
}

const clipped = (segments: readonly Placed[], columns: string, where: 'BETWEEN' | 'NOT BETWEEN'): string => `
  SELECT ${columns} FROM ${parquet(
    segments.map(({ path }) => path),
    ", filename = 'read_from'",
  )} JOIN clips ON read_from = path WHERE position ${where} clips.first AND clips.last`
