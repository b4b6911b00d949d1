/** Events as they came, held against what has landed of them, and landed again where that is something else. */
import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Arrived } from '@/events/projection'
import type { Clock } from '@/platform/clock'
import { aside } from '../atomic-file'
import { type Opened, rowsOf } from '../duckdb'
import type { Mending } from '../mending'
import { parquet } from '../typed-events'
import { aloneWithStore } from './alone-with-store'
import { OWN } from './compact'
import { listDeadLetters, writeDeadLetters } from './dead-letters'
import { replace } from './mend'
import { type Refused, type Row, readArrived } from './read-arrived'
import { listSegments, reachOf, type Segment, splitContained } from './segments'
import { copyTo, writeSegment } from './write-segment'

/** An event that had landed otherwise, by the hashes of its texts; null where there was none, or is none. */
export type LandedOtherwise = { about: string; position: bigint; was: string | null; is: string | null }
/** All of both, as texts to be hashed. */
export type Landed = { apart: LandedOtherwise[]; before: string[]; after: string[] }

export type Relanding = {
  /** @param from the first position that is meant: what lies before it in a segment is not looked at. */
  compare(partition: number, events: readonly Arrived[], from: bigint): Promise<Landed>
  /** Durable when it resolves, and harmless when repeated. */
  land(partition: number, events: readonly Arrived[], from: bigint): Promise<void>
}

/** Of consecutive events of a partition; each time alone with the segments. What has not landed yet is left to the loop that lands it. */
export function relanding(dir: string, era: number, mending: Mending, clock: Clock): Relanding {
  const alone = aloneWithStore(dir, mending)
  return {
    compare: (partition, events, from) =>
      alone(async (store) => {
        const { expected, range, segments } = await meant(dir, era, partition, events, from)
        return apart(expected, await landed(store, splitContained(segments).whole, range))
      }),
    land: (partition, events, from) =>
      alone(async (store) => {
        const { expected, range, segments } = await meant(dir, era, partition, events, from)
        const refused: Refused[] = []
        for (const segment of segments) {
          const due = expected.filter(({ arrived: { position } }) => segment.first <= position && position <= segment.last)
          if (apart(due, await landed(store, [segment], range)).apart.length === 0) continue
          refused.push(...(await put(store, partition, segment, due, range)))
        }
        await writeDeadLetters(dir, era, partition, refused, clock())
      }),
  }
}

type Range = { first: bigint; last: bigint }
type Meant = { expected: Row[]; range: Range; segments: Segment[] }

/** What should stand in the segments, without what was set aside. */
async function meant(dir: string, era: number, partition: number, events: readonly Arrived[], from: bigint): Promise<Meant> {
  const all = await listSegments(dir, era, partition)
  const reach = reachOf(all)
  const [begins, ends] = [(events[0]?.previous ?? 0n) + 1n, events.at(-1)?.position ?? 0n]
  const range = { first: begins > from ? begins : from, last: ends < reach ? ends : reach }
  const aside = new Set((await listDeadLetters(dir, era)).positions)
  const expected = readArrived(events).rows.filter(({ arrived: { position } }) => position <= range.last && !aside.has(position))
  return { expected, range, segments: all.filter(({ first, last }) => first <= range.last && last >= range.first) }
}

type Held = { position: string; previous: string; about: string; hash: string }

const landed = async (store: Opened, segments: readonly Segment[], { first, last }: Range): Promise<Held[]> =>
  segments.length === 0
    ? []
    : rowsOf<Held>(
        store.connection,
        `SELECT DISTINCT position, previous, aggregate_id AS about, sha256(event) AS hash FROM ${parquet(segments.map(({ path }) => path))}
         WHERE position BETWEEN ${first} AND ${last} ORDER BY 1`,
      )

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function apart(expected: readonly Row[], held: readonly Held[]): Landed {
  const should = expected.map(({ arrived, event, text }) => ({
    ...{ position: String(arrived.position), previous: String(arrived.previous), about: event.subject, hash: hashOf(text) },
  }))
  const textOf = ({ position, previous, hash }: Held) => `${position} ${previous} ${hash}`
  const [before, after] = [held.map(textOf), should.map(textOf)]
  const [was, is] = [new Set(before), new Set(after)]
  const gone = new Map(held.filter((each) => !is.has(textOf(each))).map((each) => [each.position, each]))
  const come = should.filter((each) => !was.has(textOf(each)))
  const changed = come.map(({ position, about, hash }): LandedOtherwise => {
    const old = gone.get(position)
    gone.delete(position)
    return { about, position: BigInt(position), was: old?.hash ?? null, is: hash }
  })
  const extra = [...gone.values()].map(({ position, about, hash }) => ({ about, position: BigInt(position), was: hash, is: null }))
  return { apart: [...changed, ...extra], before, after }
}

/** Writes the segment anew beside itself, with these events in the place of what stands in the range. */
async function put(store: Opened, partition: number, segment: Segment, due: readonly Row[], { first, last }: Range): Promise<Refused[]> {
  const refused: Refused[] = []
  const [rest, added] = [aside(segment.path), aside(segment.path)]
  try {
    await mkdir(dirname(rest), { recursive: true })
    const others = `SELECT ${OWN} FROM ${parquet([segment.path])} WHERE position NOT BETWEEN ${first} AND ${last} ORDER BY position`
    await copyTo(store.connection, others, rest, 'old form')
    await writeSegment(store, partition, added, due, async (some) => void refused.push(...some))
    await replace(store, segment, [rest, added])
    return refused
  } finally {
    await Promise.all([rest, added].map((path) => rm(path, { force: true })))
  }
}
