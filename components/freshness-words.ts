/** What the freshness badge says, and how loudly. */
import type { Freshness } from '@/platform/freshness'
import { clockWords, spanWords } from './time-words'

export type FreshnessWords = { tone: 'ok' | 'warn' | 'bad'; head: string; rest: string }

/** After this long a page read from the ledger no longer calls itself current. */
const LEDGER_CURRENT_MS = 60_000

/** Ages by `now`, so that a page left open says so: fresh becomes late when the contract's time has passed. */
export function freshnessWords(freshness: Freshness, now: Date, zone: string): FreshnessWords {
  const words = coverageWords(freshness, now, zone)
  const { differing = 0 } = freshness
  if (differing === 0) return words
  const differs = differing === 1 ? '1 difference from the ledger is open' : `${differing} differences from the ledger are open`
  return { ...words, tone: words.tone === 'ok' ? 'warn' : words.tone, rest: `${words.rest} · ${differs}` }
}

function coverageWords(freshness: Freshness, now: Date, zone: string): FreshnessWords {
  const { store, state, coveredUntil, contractMs, note } = freshness
  if (state === 'down') return { tone: 'bad', head: 'Down', rest: note ?? `${NAMES[store]} is not responding` }
  if (coveredUntil === null) return { tone: 'warn', head: 'Nothing yet', rest: note ?? 'no changes yet' }
  const covered = new Date(coveredUntil)
  const ageMs = Math.max(0, now.getTime() - covered.getTime())
  const age = spanWords(ageMs)
  const clock = clockWords(covered, zone, true)
  if (store === 'ledger') {
    return ageMs < LEDGER_CURRENT_MS
      ? { tone: 'ok', head: 'Current', rest: 'read from the ledger' }
      : { tone: 'ok', head: `${age} ago`, rest: `read from the ledger at ${clock}` }
  }
  if (state === 'incomplete') return { tone: 'bad', head: `Incomplete · ${age}`, rest: note ?? `not every change up to ${clock}` }
  if (state === 'late' || ageMs > contractMs) {
    return { tone: 'warn', head: `Late · ${age}`, rest: `every change up to ${clock}, at most ${spanWords(contractMs)} allowed` }
  }
  return { tone: 'ok', head: age, rest: `every change up to ${clock}` }
}

const NAMES = { ledger: 'The ledger', search: 'Search', finance: 'Finance' } as const
