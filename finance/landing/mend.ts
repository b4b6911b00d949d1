/** Events that could not be read once, put into the segments that answer for their positions: each is written anew beside itself and takes its own place. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Arrived } from '@/events/projection'
import { aside, placeAtomically } from '../atomic-file'
import { type Opened, rowsOf } from '../duckdb'
import { parquet } from '../typed-events'
import { OWN, writeSegments } from './compact'
import { type Refused, type Row, readArrived } from './read-arrived'
import { listSegments, type Segment } from './segments'
import { copyTo, writeSegment } from './write-segment'

type Where = { dir: string; era: number; partition: number }

/** Lands events in the midst of what has landed; durable when it resolves, and harmless when repeated. @returns those that still cannot be. */
export async function mend(store: Opened, place: Where, events: readonly Arrived[]): Promise<Refused[]> {
  const { rows, refused } = readArrived(events)
  for (const [segment, due] of await bySegment(place, rows)) {
    if (segment === null) {
      refused.push(...due.map(({ arrived }) => ({ arrived, reason: 'nothing has landed yet where it belongs' })))
      continue
    }
    const there = await positionsIn(store, segment)
    const missing = due.filter(({ arrived }) => !there.has(arrived.position.toString())).sort(byPosition)
    if (missing.length > 0) refused.push(...(await putInto(store, place.partition, segment, missing)))
  }
  return refused
}

/** Takes events out again; harmless when repeated. */
export async function unmend(store: Opened, place: Where, positions: readonly bigint[]): Promise<void> {
  for (const segment of await listSegments(place.dir, place.era, place.partition)) {
    const there = await positionsIn(store, segment)
    const due = positions.filter((position) => there.has(position.toString()))
    if (due.length === 0) continue
    const left = aside(segment.path)
    try {
      const rest = `SELECT ${OWN} FROM ${parquet([segment.path])} WHERE position NOT IN (${due.join(', ')}) ORDER BY position`
      await copyTo(store.connection, rest, left, 'old form')
      await replace(store, segment, [left])
    } finally {
      await rm(left, { force: true })
    }
  }
}

const byPosition = (a: Row, b: Row): number => (a.arrived.position < b.arrived.position ? -1 : 1)

/** Which segment answers for each: of those that overlap the one that comes first. */
async function bySegment({ dir, era, partition }: Where, rows: readonly Row[]): Promise<Map<Segment | null, Row[]>> {
  const segments = await listSegments(dir, era, partition)
  const found = new Map<Segment | null, Row[]>()
  for (const row of rows) {
    const { position } = row.arrived
    const segment = segments.find(({ first, last }) => first <= position && position <= last) ?? null
    found.set(segment, [...(found.get(segment) ?? []), row])
  }
  return found
}

async function positionsIn(store: Opened, { path }: Segment): Promise<Set<string>> {
  const rows = await rowsOf<{ position: string }>(store.connection, `SELECT position FROM ${parquet([path])}`)
  return new Set(rows.map(({ position }) => position))
}

async function putInto(store: Opened, partition: number, segment: Segment, rows: readonly Row[]): Promise<Refused[]> {
  const refused: Refused[] = []
  const added = aside(segment.path)
  try {
    await mkdir(dirname(added), { recursive: true })
    await writeSegment(store, partition, added, rows, async (some) => void refused.push(...some))
    if (refused.length < rows.length) await replace(store, segment, [segment.path, added])
    return refused
  } finally {
    await rm(added, { force: true })
  }
}

/** Puts what stands in `from`, in order, in the place of a segment. */
export async function replace(store: Opened, { path }: Pick<Segment, 'path'>, from: readonly string[]): Promise<void> {
  const written = aside(path)
  try {
    await writeSegments(
      store,
      from.map((each) => ({ path: each })),
      written,
    )
    await placeAtomically(written, path, 'replace')
  } finally {
    await rm(written, { force: true })
  }
}
