/** Answers a command that acted on an older version with what has changed since, field by field. */
import type { Transaction } from '@/prisma/connect'
import type { Difference, Rejection } from './rejections'

/** Fields that move with every change and explain nothing to a person. */
const SILENT = new Set(['version', 'statusSince', 'accountHash'])

/**
 * Compares the aggregate's version with the one the caller saw (from If-Match).
 * @returns null when they agree, else the rejection with *You saw | Now*; both sides are read from the journal.
 */
export async function expectVersion(
  tx: Transaction,
  aggregateId: string,
  seenVersion: number,
  nowVersion: number,
): Promise<Rejection | null> {
  if (seenVersion === nowVersion) return null
  const rows = await tx.$queryRaw<{ version: number; state: Record<string, unknown> }[]>`
    SELECT version, coalesce(event::json #> '{data,payout}', event::json #> '{data,run}') AS state
    FROM outbox WHERE aggregate_id = ${aggregateId}::uuid AND version IN (${seenVersion}, ${nowVersion})`
  const stateAt = (version: number): Record<string, unknown> => rows.find((row) => row.version === version)?.state ?? {}
  const seen = stateAt(seenVersion)
  const current: Record<string, unknown> = { ...stateAt(nowVersion), version: nowVersion }
  return { code: 'version-behind', current, changed: differences(seen, current) }
}

/** Every field whose value differs, in the order of `now`. */
export function differences(seen: Record<string, unknown>, now: Record<string, unknown>): Difference[] {
  return Object.keys(now)
    .filter((field) => !SILENT.has(field) && JSON.stringify(seen[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, seen: seen[field] ?? null, now: now[field] ?? null }))
}
