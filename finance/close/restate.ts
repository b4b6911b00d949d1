/** What a month that was closed would be today: the difference between the movements of its pack and those that are published now. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { unless } from '../atomic-file'
import { openToWrite, quoted, rowsOf } from '../duckdb'
import { publishedFile, readManifest } from '../manifest'
import type { Kind } from './as-of'
import { makeMovements } from './movements'
import { MOVEMENTS, packFolder } from './read-pack'

export type RestatedLine = {
  company: string
  corridor: string
  currency: string
  kind: Kind
  payouts: number
  wasMinor: string
  nowMinor: string
}
/** A payout's movement of one kind, then and now. */
export type RestatedPayout = Omit<RestatedLine, 'payouts'> & { payoutId: string }
export type Restated = { position: string; lines: RestatedLine[]; payouts: RestatedPayout[]; payoutCount: number }

/** More are counted and not listed. */
export const PAYOUTS_LISTED = 200
const KEPT_MAX = 24

/** Answers by pack and publication: neither changes. */
const kept = new Map<string, Promise<Restated>>()

/** @returns null while nothing is published, or the pack's movements are gone. @throws when what is published cannot be read. */
export async function restate(dir: string, month: string, closeId: string): Promise<Restated | null> {
  const manifest = await readManifest(dir)
  const path = join(packFolder(dir, month, closeId), MOVEMENTS)
  const there = await stat(path).catch(unless('ENOENT'))
  if (manifest === null || there === undefined) return null
  const key = [closeId, there.ino, there.mtimeMs, manifest.hash, manifest.builtAt].join(' ')
  const before = kept.get(key)
  if (before) return before
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value ?? '')
  const found = compare(publishedFile(dir, manifest), path, month, manifest.position)
  kept.set(key, found)
  found.catch(() => kept.delete(key))
  return found
}

/** A movement whose day moved within the month moves no figure of it, so days are not compared. */
const CHANGED = `
  CREATE TEMP TABLE changed AS
  WITH was AS (
    SELECT payout_id, company, corridor, currency, kind, sum(amount_minor) AS minor FROM closed_on GROUP BY ALL
  ), now AS (
    SELECT payout_id, company, corridor, currency, kind, sum(amount_minor) AS minor FROM movements GROUP BY ALL
  )
  SELECT payout_id, company, corridor, currency, kind, coalesce(was.minor, 0) AS was_minor, coalesce(now.minor, 0) AS now_minor
  FROM was FULL JOIN now USING (payout_id, company, corridor, currency, kind)
  WHERE was.minor IS DISTINCT FROM now.minor`

const LINES = `
  SELECT company, corridor, currency, kind, count(*) AS payouts, sum(was_minor)::VARCHAR AS "wasMinor", sum(now_minor)::VARCHAR AS "nowMinor"
  FROM changed GROUP BY company, corridor, currency, kind ORDER BY company, corridor, currency, kind`

const PAYOUTS = `
  SELECT payout_id AS "payoutId", company, corridor, currency, kind, was_minor::VARCHAR AS "wasMinor", now_minor::VARCHAR AS "nowMinor"
  FROM changed ORDER BY company, corridor, currency, kind, payout_id LIMIT ${PAYOUTS_LISTED}`

async function compare(published: string, pack: string, month: string, position: string): Promise<Restated> {
  const { connection, close } = await openToWrite(':memory:', '')
  try {
    await connection.run(`ATTACH ${quoted(published)} AS published (READ_ONLY)`)
    await connection.run('USE published')
    await makeMovements(connection, month)
    await connection.run(`
      CREATE TEMP TABLE closed_on AS SELECT payout_id, company, corridor, currency, kind, amount_minor::HUGEINT AS amount_minor
      FROM read_csv(${quoted(pack)}, header = true, all_varchar = true)`)
    await connection.run(CHANGED)
    const lines = await rowsOf<RestatedLine>(connection, LINES)
    const [counted] = await rowsOf<{ payouts: string }>(connection, 'SELECT count(DISTINCT payout_id) AS payouts FROM changed')
    return {
      position,
      lines: lines.map((line) => ({ ...line, payouts: Number(line.payouts) })),
      payouts: await rowsOf<RestatedPayout>(connection, PAYOUTS),
      payoutCount: Number(counted?.payouts ?? 0),
    }
  } finally {
    close()
  }
}
