/** Marts are a pure function of the landing: the same events give the same marts, whenever and from whatever segments they are built. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { aside } from './atomic-file'
import { checkMarts, MartsRefused } from './check-marts'
import { type Connection, openToWrite } from './duckdb'
import { publishedFolder } from './folders'
import { headAt } from './journal-head'
import { viewLanded } from './landed-views'
import { listDeadLetters } from './landing/dead-letters'
import { MARTS, sqlOf } from './mart-files'
import { type Summary, summarize } from './mart-summary'
import { unreadableAmong } from './unreadable-event'

export type Built = Summary & {
  /** The finished file, not yet in its place. */
  written: string
  era: number
  position: bigint
  deadLetters: number
  /** Those of them at or below the position, or without a place of their own, for they may be. */
  deadLettersBelow: number
  /** The segments it was built from. */
  segments: readonly string[]
  buildMs: number
}

type How = {
  /** Where the file is written, instead of beside the published ones. */
  folder?: string
  /** Whether the head of the journal is made of the first event on, whatever was remembered. */
  afresh?: boolean
}

/**
 * Builds the marts of all events from position 1 to `position` into a new DuckDB file beside the published ones, and checks it.
 * @throws MartsRefused when events are missing, malformed, contradict each other, or do not add up; nothing is left behind then.
 */
export async function buildMarts(
  dir: string,
  era: number,
  position: bigint,
  { folder = publishedFolder(dir), afresh = false }: How = {},
): Promise<Built> {
  const began = performance.now()
  await mkdir(folder, { recursive: true })
  const written = aside(join(folder, 'marts.duckdb'))
  try {
    const letters = await listDeadLetters(dir, era)
    const store = await openToWrite(written, `${written}.spill`)
    const below = letters.positions.filter((each) => each <= position)
    let summary: Summary
    let segments: string[]
    try {
      await store.connection.run('SET preserve_insertion_order = false') // rows of marts have no order that means anything, and order takes memory
      segments = await viewLanded(store.connection, dir, era, position)
      await makeMarts(store.connection)
      await checkMarts(store.connection, { position, deadLetters: letters.positions })
      const firstUnread = below.reduce<bigint | null>((least, each) => (least === null || each < least ? each : least), null)
      const head = await headAt({ dir, era, position, remembers: !afresh, firstUnread })
      summary = await summarize(store.connection, head)
      await store.connection.run('CHECKPOINT')
    } finally {
      store.close()
    }
    return {
      ...{ ...summary, written, era, position, segments, deadLetters: letters.count },
      deadLettersBelow: below.length + letters.count - letters.positions.length,
      buildMs: Math.round(performance.now() - began),
    }
  } catch (error) {
    await rm(written, { force: true })
    throw error
  } finally {
    await Promise.all(['.spill', '.wal'].map((ending) => rm(`${written}${ending}`, { force: true, recursive: true })))
  }
}

/**
 * The same marts into a database of the caller's, as of `position`, and checked. @throws MartsRefused as `buildMarts` does, and where a change below the position
 * could not be read.
 */
export async function makeMartsAt(connection: Connection, dir: string, era: number, position: bigint): Promise<void> {
  const letters = await listDeadLetters(dir, era)
  const unread = letters.positions.find((each) => each <= position)
  if (unread !== undefined) throw new MartsRefused(`the event at position ${unread} could not be read`)
  await viewLanded(connection, dir, era, position)
  await makeMarts(connection)
  await checkMarts(connection, { position, deadLetters: [] })
}

async function makeMarts(connection: Connection): Promise<void> {
  try {
    for (const mart of MARTS) await connection.run(sqlOf(mart))
  } catch (error) {
    // DuckDB says what it could not read, and not where that stands.
    const named = await unreadableAmong(connection).catch(() => null)
    throw named === null ? error : new MartsRefused(named)
  }
}
