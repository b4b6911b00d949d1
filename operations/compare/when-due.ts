/** When a comparison comes round. */
import type { Tier } from '@/events/held-copy'

const QUICK_EVERY_MS = 10 * 60_000
const DAY_MS = 24 * 3_600_000
/** Two o'clock in the night, UTC: hardly anybody pays anybody then. */
const DEEP_AT_MS = 2 * 3_600_000

export type Since = Readonly<Record<Tier, number | null>>

/**
 * Which tier is due at `nowMs`, or null. A quick one every ten minutes, whatever was compared last; a deep one every night, and made up for when nobody ran
 * then. A first deep one waits for its night, so that an installation that has just been started is not busy with itself.
 */
export function whenDue(since: Since, nowMs: number): Tier | null {
  const sinceNightMs = (((nowMs - DEEP_AT_MS) % DAY_MS) + DAY_MS) % DAY_MS
  const wasMissed = since.deep !== null && since.deep > sinceNightMs
  const isNight = since.deep === null && sinceNightMs < QUICK_EVERY_MS
  if (wasMissed || isNight) return 'deep'
  const newest = Math.min(since.quick ?? Number.POSITIVE_INFINITY, since.deep ?? Number.POSITIVE_INFINITY)
  return newest >= QUICK_EVERY_MS ? 'quick' : null
}
