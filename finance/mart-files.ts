/** The marts' SQL: which files there are, in the order in which their tables are made; each says on top what its table holds. */
import { createHash } from 'node:crypto'
import { sqlText } from './sql-file'

/** In the order they are made. */
export const MARTS = [
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
  'volume_by_company',
  'cost_per_payout',
  'control_totals',
] as const

/** How events' texts are read, before all marts (typed-events.ts). */
const READING = 'typed_events'

/** The SQL of one file. */
export const sqlOf = (mart: string): string => sqlText('marts', mart)

/** Each file's SHA-256, its comments included, for a definition that reads otherwise is another one. */
export const sqlHashes = (): { file: string; sha256: string }[] =>
  [READING, ...MARTS].map((mart) => ({ file: `${mart}.sql`, sha256: createHash('sha256').update(sqlOf(mart)).digest('hex') }))
