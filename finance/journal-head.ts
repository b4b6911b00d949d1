/**
 * What the landed events come to, as one hash: the head of the journal's chain (events/chain.ts), which the relay signs in its watermarks. Where both are equal, the
 * landing holds what the ledger wrote, all of it and nothing else. Each event is read for it once: heads are remembered beside the landing.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { PARTITIONS } from '@/events/topics'
import { unless, writeWhole } from './atomic-file'
import { type Connection, openToWrite } from './duckdb'
import { headsFolder } from './folders'
import { listSegments, type Segment } from './landing/segments'
import { parquet } from './typed-events'

/** A head is noted after so many events. */
const NOTED_EVERY = 50_000n
/** Of older heads one in so many positions is kept, so that one of the past is near; of the newest all. */
const KEPT_EVERY = 1_000_000n
const NEWEST_KEPT = 40

const heads = z.array(z.object({ position: z.string().regex(/^\d+$/), head: z.string().regex(/^[0-9a-f]{64}$/) }))
type Head = { position: bigint; head: string }
const NONE: Head = { position: 0n, head: BEFORE_FIRST }

type Asked = {
  dir: string
  era: number
  position: bigint
  /** Whether what was folded before is believed, and what is folded now is kept; who verifies believes nothing. */
  remembers: boolean
  /** The first event that could not be read: from there on the head is not the ledger's, and is not kept. */
  firstUnread: bigint | null
}

/** The head at `position`, of events that are all there. */
export async function headAt({ dir, era, position, remembers, firstUnread }: Asked): Promise<string> {
  const path = pathOf(dir, era)
  const known = remembers ? await readHeads(path) : []
  const { position: from, head: before } = known.findLast((each) => each.position <= position) ?? NONE
  if (from === position) return before
  const found: Head[] = []
  let [at, head] = [from, before]
  for await (const event of eventsBetween(dir, era, from, position)) {
    head = nextHead(head, event.text)
    at = event.position
    if (at % NOTED_EVERY === 0n) found.push({ position: at, head })
  }
  found.push({ position, head })
  const kept = found.filter((each) => firstUnread === null || each.position < firstUnread)
  if (remembers && kept.length > 0) await writeHeads(path, [...known, ...kept])
  return head
}

type Text = { position: bigint; text: string }

/** Events in the order of their positions: each partition's segments are read as a stream, in theirs, so that few texts are in memory and none is sorted. */
async function* eventsBetween(dir: string, era: number, after: bigint, last: bigint): AsyncGenerator<Text> {
  const store = await openToWrite(':memory:', '')
  try {
    const streams: AsyncGenerator<Text>[] = []
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const segments = (await listSegments(dir, era, partition)).filter((each) => each.last > after && each.first <= last)
      if (segments.length > 0) streams.push(textsOf(await store.connect(), segments, after, last))
    }
    const next = new Map<AsyncGenerator<Text>, Text>()
    const step = async (stream: AsyncGenerator<Text>) => {
      const { done, value } = await stream.next()
      if (done) next.delete(stream)
      else next.set(stream, value)
    }
    for (const stream of streams) await step(stream)
    while (next.size > 0) {
      const [stream, first] = [...next].reduce((least, each) => (each[1].position < least[1].position ? each : least))
      yield first
      await step(stream)
    }
  } finally {
    store.close()
  }
}

/** One partition's texts; what a segment has that one before it had as well is passed over. */
async function* textsOf(connection: Connection, segments: readonly Segment[], after: bigint, last: bigint): AsyncGenerator<Text> {
  const files = parquet(segments.map(({ path }) => path))
  const result = await connection.stream(`SELECT position, event FROM ${files} WHERE position > ${after} AND position <= ${last}`)
  let reached = after
  try {
    for await (const rows of result.yieldRows())
      for (const [place, text] of rows) {
        const position = BigInt(String(place))
        if (position <= reached) continue
        reached = position
        yield { position, text: String(text) }
      }
  } finally {
    connection.closeSync()
  }
}

/** Lets go of what was folded; the next head is made of the first event on. */
export const forgetHeads = (dir: string, era: number): Promise<void> => rm(pathOf(dir, era), { force: true })

const pathOf = (dir: string, era: number): string => join(headsFolder(dir), `era=${era}.json`)

/** In order; none when nothing that can be read is there. */
async function readHeads(path: string): Promise<Head[]> {
  const text = await readFile(path, 'utf8').catch(unless('ENOENT'))
  try {
    return heads.parse(JSON.parse(text ?? '[]')).map(({ position, head }) => ({ position: BigInt(position), head }))
  } catch {
    return []
  }
}

async function writeHeads(path: string, all: readonly Head[]): Promise<void> {
  const inOrder = [...new Map(all.map((each) => [each.position, each])).values()].sort((a, b) => Number(a.position - b.position))
  const kept = inOrder.filter(({ position }, n) => position % KEPT_EVERY === 0n || n >= inOrder.length - NEWEST_KEPT)
  await writeWhole(path, `${JSON.stringify(kept.map(({ position, head }) => ({ position: String(position), head })))}\n`)
}
