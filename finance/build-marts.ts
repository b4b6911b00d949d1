/** Marts are a pure function of the landing: the same events give the same marts, whenever and from whatever segments they are built. */
import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PARTITIONS } from '@/events/topics'
import { aside } from './atomic-file'
import { checkMarts, MartsRefused } from './check-marts'
import { type Connection, openToWrite } from './duckdb'
import { publishedFolder } from './folders'
import { listDeadLetters } from './landing/dead-letters'
import { listSegments } from './landing/segments'
import { type Summary, summarize } from './mart-summary'
import { unreadableAmong } from './unreadable-event'

/** In the order they are made; each file says what its table holds. */
const MARTS = [
  'journal',
  'payout_v1',
  'payout_facts',
  'payout_charges',
  'companies',
  'fees_by_corridor',
  'payouts_by_country',
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
    const { segments, letters } = await inputs(dir, era, position)
    const store = await openToWrite(written, `${written}.spill`)
    let summary: Summary
    try {
      await land(store.connection, segments, position)
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

async function inputs(dir: string, era: number, position: bigint) {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
  const lists = await Promise.all(partitions.map((partition) => listSegments(dir, era, partition)))
  const segments = lists.flat().filter(({ first }) => first <= position)
  return { segments: segments.map(({ path }) => path), letters: await listDeadLetters(dir, era) }
}

/** The events as the marts read them. */
async function land(connection: Connection, segments: readonly string[], position: bigint): Promise<void> {
  const files = segments.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')
  const columns = 'position, kind, dataschema, aggregate_id, version, content, event'
  const nothing = 'SELECT 0::BIGINT, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, 0::INTEGER, NULL::BLOB, NULL::VARCHAR WHERE false'
  const landed = segments.length > 0 ? `SELECT ${columns} FROM read_parquet([${files}]) WHERE position <= ${position}` : nothing
  await connection.run(`CREATE TEMP VIEW landed(${columns}) AS ${landed}`)
}
