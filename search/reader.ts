/** Searches the copy. What it answers is a copy's word: the caller checks it against the ledger. */
import type { estypes } from '@elastic/elasticsearch'
import type { PayoutState } from '@/events/read-event'
import { type BuildOptions, buildQuery } from './build-query'
import { openSearch, type Search, type SearchOptions } from './client'
import { aliasOf } from './definition'
import { highlight, type Piece } from './highlight'
import { listDeadLetters, progressOf, readProgress, type SearchProgress } from './progress'
import type { ParsedQuery } from './query-language'
import type { DeadLetter } from './writer'

export type SearchRequest = BuildOptions & { query: ParsedQuery; sort: 'best' | 'newest'; cursor: string | null }
export type Hit = { state: PayoutState; name: Piece[] }
export type Facet = { value: string; label: string; count: number }
export type SearchAnswer = {
  hits: Hit[]
  total: number
  totalIsExact: boolean
  facets: Record<FacetName, Facet[]>
  nextCursor: string | null
  progress: SearchProgress
}

export const PAGE_ROWS = 50
const COUNTED_MAX = 10_000
const FACETS = {
  status: 'status',
  rail: 'rail',
  country: 'beneficiaryCountry',
  company: 'companyCode',
  currency: 'currency',
  reason: 'reasonCode',
} as const
export type FacetName = keyof typeof FACETS
const FACET_VALUES_MAX = 12

/** All that the app can do with the copy: it holds the client, and no way to write. */
export type SearchReader = {
  find(request: SearchRequest): Promise<SearchAnswer>
  /** Null when search does not answer. */
  progress(): Promise<SearchProgress | null>
  /** The newest, without their bytes. */
  deadLetters(): Promise<Omit<DeadLetter, 'bytes'>[]>
}

export const openReader = (options: SearchOptions): SearchReader => readerOf(openSearch(options))

export const readerOf = (search: Search): SearchReader => ({
  find: (request) => searchPayouts(search, request),
  progress: () => readProgress(search),
  deadLetters: () => listDeadLetters(search),
})

/** Resolves the alias, reads the progress first and then searches that very index, so that the claim is never ahead of the hits. @throws when search is down. */
export async function searchPayouts(search: Search, request: SearchRequest): Promise<SearchAnswer> {
  const [index] = Object.keys(await search.client.indices.getAlias({ name: aliasOf(search.prefix) }, { requestTimeout: 3_000 }))
  if (index === undefined) throw new Error('there is no search index yet')
  const progress = await progressOf(search, index)
  const byScore = request.sort === 'best' && request.query.words.length > 0
  const after = readCursor(request.cursor)
  const sort: estypes.SortCombinations[] = [{ statusSince: 'desc' }, { id: 'asc' }]
  if (byScore) sort.unshift({ _score: { order: 'desc' } })
  const answer = await search.client.search<{ state: PayoutState }>(
    {
      index,
      size: PAGE_ROWS,
      query: buildQuery(request.query, request),
      sort,
      ...(after && after.length === (byScore ? 3 : 2) && { search_after: after }),
      track_total_hits: COUNTED_MAX,
      _source: ['state'],
      aggs: Object.fromEntries(Object.entries(FACETS).map(([name, field]) => [name, { terms: { field, size: FACET_VALUES_MAX } }])),
    },
    { requestTimeout: 10_000 },
  )
  const hits = answer.hits.hits.flatMap((hit) => (hit._source ? [{ state: hit._source.state, sort: hit.sort ?? [] }] : []))
  const total = answer.hits.total as estypes.SearchTotalHits
  return {
    hits: hits.map(({ state }) => ({ state, name: highlight(state.beneficiaryName, request.query.words) })),
    total: total.value,
    totalIsExact: total.relation === 'eq',
    facets: facetsOf(answer.aggregations ?? {}),
    nextCursor: hits.length === PAGE_ROWS ? writeCursor(hits.at(-1)?.sort ?? []) : null,
    progress,
  }
}

function facetsOf(aggregations: Record<string, unknown>): Record<FacetName, Facet[]> {
  const of = (name: string): Facet[] => {
    const { buckets = [] } = (aggregations[name] ?? {}) as { buckets?: { key: string; doc_count: number }[] }
    return buckets.map(({ key, doc_count: count }) => ({ value: key, label: key, count }))
  }
  return Object.fromEntries(Object.keys(FACETS).map((name) => [name, of(name)])) as Record<FacetName, Facet[]>
}

const writeCursor = (sort: readonly unknown[]): string => Buffer.from(JSON.stringify(sort)).toString('base64url')

/** A cursor that was not ours begins anew. */
function readCursor(cursor: string | null): (string | number)[] | null {
  if (cursor === null) return null
  try {
    const sort: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(sort) && sort.every((each) => typeof each === 'string' || typeof each === 'number') ? sort : null
  } catch {
    return null
  }
}
