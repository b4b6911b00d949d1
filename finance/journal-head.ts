/**
 * What the landed events come to, as one hash: the head of the journal's chain (events/chain.ts), which the relay signs in its watermarks. Where both are equal, the
 * landing holds what the ledger wrote, all of it and nothing else. Each event is read for it once: heads are remembered beside the landing.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { unless, writeWhole } from './atomic-file'
import type { Connection } from './duckdb'
import { headsFolder } from './folders'

/** So many texts are in memory at a time: 65 MB of usual ones. */
const AT_ONCE = 50_000n
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

/** The head at `position`, of events that are all there. The connection has the view `landed` of an era's events up to there (landed-views.ts). */
export async function headAt(connection: Connection, { dir, era, position, remembers, firstUnread }: Asked): Promise<string> {
  const path = pathOf(dir, era)
  const known = remembers ? await readHeads(path) : []
  let { position: at, head } = known.findLast((each) => each.position <= position) ?? NONE
  const found: Head[] = []
  while (at < position) {
    const end = at + AT_ONCE < position ? at + AT_ONCE : position
    const rows = await connection.runAndReadAll(`SELECT event FROM landed WHERE position > ${at} AND position <= ${end} ORDER BY position`)
    for (const event of rows.getColumns()[0] ?? []) head = nextHead(head, String(event))
    at = end
    if (firstUnread === null || at < firstUnread) found.push({ position: at, head })
  }
  if (remembers && found.length > 0) await writeHeads(path, [...known, ...found])
  return head
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
