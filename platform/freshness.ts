/** The freshness contract: how old each store may be, and how its age is said. Read by screens, metrics and docs alike. */

export type Store = 'ledger' | 'search' | 'finance'

/** The oldest each store may be before it is called late, in milliseconds. The ledger is read directly and is never old. */
export const CONTRACT_MS: Readonly<Record<Store, number>> = { ledger: 0, search: 30_000, finance: 120_000 }

export type FreshnessState = 'fresh' | 'late' | 'incomplete' | 'down'

/** What a screen says about how current it is. */
export type Freshness = {
  store: Store
  state: FreshnessState
  /** Every change committed up to this time (ISO, UTC) is in the store; null when nothing is covered yet. */
  coveredUntil: string | null
  /** The relay position the store has applied, as a decimal string. */
  position: string | null
  lagMs: number | null
  contractMs: number
  note?: string
  /** How many payouts or figures a comparison found to differ from the ledger, while nobody has repaired or explained them; nothing where there are none. */
  differing?: number
}

/** What a copy knows about its own progress; `gapAt` and dead letters make it incomplete. */
export type Coverage = {
  coveredUntil: string | null
  position: string | null
  deadLetters: number
  gapAt?: string | null
}

/** Judges a copy's coverage against its contract at `now`. Incomplete outranks late: missing facts are worse than old ones. */
export function judge(store: Store, coverage: Coverage | null, now: Date): Freshness {
  const contractMs = CONTRACT_MS[store]
  if (coverage === null) return { store, state: 'down', coveredUntil: null, position: null, lagMs: null, contractMs }
  const { coveredUntil, position, deadLetters, gapAt } = coverage
  const lagMs = coveredUntil === null ? null : Math.max(0, now.getTime() - Date.parse(coveredUntil))
  const base = { store, coveredUntil, position, lagMs, contractMs }
  if (gapAt) return { ...base, state: 'incomplete', note: 'some changes are missing' }
  if (deadLetters > 0) {
    return { ...base, state: 'incomplete', note: `${deadLetters} event${deadLetters === 1 ? '' : 's'} could not be applied` }
  }
  return { ...base, state: lagMs === null || lagMs > contractMs ? 'late' : 'fresh' }
}

/** With what comparisons found to differ. It stays as fresh as it is: what is wrong is counted beside it. */
export const withDiffering = (freshness: Freshness, open: number): Freshness => (open > 0 ? { ...freshness, differing: open } : freshness)

/** The ledger's own freshness: read from Postgres just now. */
export function currentLedger(now: Date): Freshness {
  return { store: 'ledger', state: 'fresh', coveredUntil: now.toISOString(), position: null, lagMs: 0, contractMs: 0 }
}

/**
 * Whether a copy's figures may not be shown as true: it is later than its contract, or something is missing. Then the last known ones are told as such,
 * with their age, and a total that contains one of them as well.
 */
export const isWithheld = ({ store, state }: Freshness): boolean => store !== 'ledger' && (state === 'late' || state === 'incomplete')
