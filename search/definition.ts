/** What the index is. Its name carries the hash of this definition, so that a change builds a new index beside the old one. */
import { createHash } from 'node:crypto'
import type { estypes } from '@elastic/elasticsearch'

const keyword = { type: 'keyword' } as const
const stored = { type: 'keyword', index: false, doc_values: false } as const

const PROPERTIES: Record<string, estypes.MappingProperty> = {
  kind: keyword,
  // What is searched.
  nameFolded: { type: 'text', analyzer: 'whitespace', index_prefixes: { min_chars: 1, max_chars: 10 } },
  references: keyword,
  referenceTails: keyword,
  status: keyword,
  rail: keyword,
  beneficiaryCountry: keyword,
  companyId: keyword,
  companyCode: keyword,
  companyFolded: { type: 'text', analyzer: 'whitespace' },
  currency: keyword,
  reasonCode: keyword,
  period: keyword,
  employeeNumber: keyword,
  accountLast4: keyword,
  accountHash: keyword,
  amountMinor: { type: 'long' },
  exponent: { type: 'byte' },
  statusSince: { type: 'date' },
  id: keyword,
  version: { type: 'integer' },
  // What is only kept: the payout's state, and the bookkeeping of the copy.
  state: { type: 'object', enabled: false },
  note: { type: 'object', enabled: false },
  partition: { type: 'byte' },
  companyName: stored,
}

export const DEFINITION = {
  settings: {
    number_of_shards: 1,
    number_of_replicas: 0,
    // The projector refreshes, and records its progress after: a claim is never ahead of what can be found.
    refresh_interval: '-1',
  },
  mappings: { dynamic: 'strict', properties: PROPERTIES },
} as const

/** Raised when documents are built otherwise from the same events. */
const DOCUMENT_VERSION = 1

const HASH = createHash('sha256')
  .update(JSON.stringify([DEFINITION, DOCUMENT_VERSION]))
  .digest('hex')
  .slice(0, 10)

export const aliasOf = (prefix: string): string => `${prefix}payouts`
export const indexName = (prefix: string, number: number): string => `${prefix}payouts-${HASH}-${number}`
export const isCurrent = (prefix: string, index: string): boolean => index.startsWith(`${prefix}payouts-${HASH}-`)
