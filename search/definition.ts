/** What the index is. Its name carries the hash of this definition, so that a change builds a new index beside the old one. */
import { createHash } from 'node:crypto'
import type { estypes } from '@elastic/elasticsearch'
import { FIRST_ERA } from '@/events/topics'

const keyword = { type: 'keyword' } as const
/** Found by, and never sorted or counted by. */
const found = { ...keyword, doc_values: false } as const

const PROPERTIES: Record<string, estypes.MappingProperty> = {
  kind: keyword,
  // What is searched.
  nameTerms: { type: 'text', analyzer: 'whitespace', index_prefixes: { min_chars: 1, max_chars: 10 } },
  references: found,
  referencesReversed: found,
  status: keyword,
  rail: keyword,
  beneficiaryCountry: keyword,
  companyId: keyword,
  companyCode: keyword,
  companyName: keyword,
  companyFolded: { type: 'text', analyzer: 'whitespace', index_prefixes: { min_chars: 1, max_chars: 10 } },
  currency: keyword,
  reasonCode: keyword,
  period: keyword,
  // Days at the bank, "2025-12-02": of no zone, and found by their beginnings.
  bookedOn: found,
  valueDate: found,
  employeeNumber: found,
  accountLast4: found,
  accountHash: found,
  amountMinor: { type: 'long' },
  exponent: { type: 'byte' },
  statusSince: { type: 'date' },
  id: keyword,
  version: { type: 'integer', index: false, doc_values: false },
  // What is only kept: the payout's state, and the bookkeeping of the copy.
  state: { type: 'object', enabled: false },
  note: { type: 'object', enabled: false },
  // What a quick comparison adds up: the bucket, the two halves of the fingerprint, and the event that the document stands at.
  bucket: { type: 'short' },
  fingerprintHigh: { type: 'long', index: false },
  fingerprintLow: { type: 'long', index: false },
  position: { type: 'long' },
  partition: { type: 'byte' },
  at: { type: 'date' },
}

export const DEFINITION = {
  settings: {
    number_of_shards: 1,
    // None on one node, one where there are more: a lost copy is only a rebuild, but a rebuild takes minutes.
    auto_expand_replicas: '0-1',
    // The projector refreshes, and records its progress after: a claim is never ahead of what can be found.
    refresh_interval: '-1',
  },
  mappings: { dynamic: 'strict', properties: PROPERTIES },
} as const

/** Raised when documents are built otherwise from the same events, fingerprints included. */
const DOCUMENT_VERSION = 5

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)
const HASH = hash(JSON.stringify([DEFINITION, DOCUMENT_VERSION]))

/** The alias by which readers are led to the index that answers. */
export const aliasOf = (prefix: string): string => `${prefix}payouts`
/** What a payout was in another era says nothing of this one: its versions were counted in a history that is lost. */
const hashOf = (era: number): string => (era === FIRST_ERA ? HASH : hash(`${HASH} ${era}`))

/** The name of an index of this definition; the number tells those of one definition apart. */
export const indexName = (prefix: string, era: number, number: number): string => `${prefix}payouts-${hashOf(era)}-${number}`
/** Whether an index is one of ours, of whatever definition: another program may keep a "payouts-archive" there. */
export const isOurs = (prefix: string, index: string): boolean =>
  index.startsWith(`${prefix}payouts-`) && /^[0-9a-f]{10}-\d+$/.test(index.slice(prefix.length + 'payouts-'.length))
/** Whether an index was made by this very definition, of this era. */
export const isCurrent = (prefix: string, era: number, index: string): boolean => index.startsWith(`${prefix}payouts-${hashOf(era)}-`)

/** The alias that an index is written by. Writing by an alias that must exist cannot make an index of no definition out of one that was deleted. */
export const writeAliasOf = (index: string): string => `${index}-write`
