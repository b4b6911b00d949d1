/** Marts are a pure function of the landing: the same events give the same marts, whenever and from whatever segments they are built. */
import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { aside } from './atomic-file'
import { checkMarts, MartsRefused } from './check-marts'
import { type Connection, openToWrite } from './duckdb'
import { publishedFolder } from './folders'
import { viewLanded } from './landed-views'
import { listDeadLetters } from './landing/dead-letters'
import { type Summary, summarize } from './mart-summary'
import { unreadableAmong } from './unreadable-event'

/** In the order they are made; each file says what its table holds. */
const MARTS = [
  'journal',
  'newest_events',
  'payout_v1',
  'payout_facts',
  'payout_changes',
  'payout_charges',
  'companies',
  'fees_by_corridor',
  'payouts_by_country',
  'settlement_times',
  'failures_by_reason',
  'run_totals',
] as const

export type Built = Summary & {
  /** The finished file, not yet in its place. */
  written: string
  era: number
  position: bigint
  deadLetters: number
  buildMs: number
}

/**
 * Builds the marts of all events from position 1 to `position` into a new DuckDB file beside the published ones, and checks it.
 * @throws MartsRefused when events are missing, malformed, contradict each other, or do not add up; nothing is left behind then.
 */
export async function buildMarts(dir: string, era: number, position: bigint): Promise<Built> {
  const began = performance.now()
  await mkdir(publishedFolder(dir), { recursive: true })
  const written = aside(join(publishedFolder(dir), 'marts.duckdb'))
  try {
    const letters = await listDeadLetters(dir, era)
    const store = await openToWrite(written, `${written}.spill`)
    let summary: Summary
    try {
      await store.connection.run('SET preserve_insertion_order = false') // rows of marts have no order that means anything, and order takes memory
      await viewLanded(store.connection, dir, era, position)
      await makeMarts(store.connection)
      await checkMarts(store.connection, { position, deadLetters: letters.positions })
      summary = await summarize(store.connection)
      await store.connection.run('CHECKPOINT')
    } finally {
      store.close()
    }
    return { ...summary, written, era, position, deadLetters: letters.count, buildMs: Math.round(performance.now() - began) }
  } catch (error) {
    await rm(written, { force: true })
    throw error
  } finally {
    await Promise.all(['.spill', '.wal'].map((ending) => rm(`${written}${ending}`, { force: true, recursive: true })))
  }
}

async function makeMarts(connection: Connection): Promise<void> {
  try {
    for (const mart of MARTS) await connection.run(readFileSync(join(import.meta.dirname, 'marts', `${mart}.sql`), 'utf8'))
  } catch (error) {
    // DuckDB says what it could not read, and not where that stands.
    const named = await unreadableAmong(connection).catch(() => null)
    throw named === null ? error : new MartsRefused(named)
  }
}
