/** Searches the copy. What it answers is a copy's word: the caller checks it against the ledger. */
import type { estypes } from '@elastic/elasticsearch'
import type { PayoutState } from '@/events/read-event'
import { type BuildOptions, buildQuery } from './build-query'
import { openSearch, type Search, type SearchOptions } from './client'
import { highlight, type Piece } from './highlight'
import { aliasedIndex, listDeadLetters, progressOf, readProgress, type SearchProgress } from './progress'
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
const FACET_NAMES = Object.keys(FACETS) as FacetName[]
const FACET_VALUES_MAX = 12
const INDEX_LIMIT_MS = 3_000
const LIMIT_MS = 10_000
/** Of the year 9999. */
const LAST_MS = 253_402_300_800_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** All that the app can do with the copy: it holds the client, and no way to write. */
export type SearchReader = {
  /** Null before the copy was filled for the first time. @throws when search is down. */
  find(request: SearchRequest): Promise<SearchAnswer | null>
  /** Null when search does not answer. */
  progress(): Promise<SearchProgress | null>
  /** The newest, without their bytes. */
  deadLetters(): Promise<Omit<DeadLetter, 'bytes'>[]>
}

/** Opens a client of its own for reading. */
export const openReader = (options: SearchOptions): SearchReader => readerOf(openSearch(options))

/** What reads of search, over a client that is open. */
export const readerOf = (search: Search): SearchReader => ({
  find: (request) => searchPayouts(search, request),
  progress: () => readProgress(search),
  deadLetters: () => listDeadLetters(search),
})

/**
 * Resolves the alias, reads the progress first and then searches that very index, so that the claim is never ahead of the hits.
 * Null when no index was filled yet. @throws when search is down.
 */
export async function searchPayouts(search: Search, request: SearchRequest): Promise<SearchAnswer | null> {
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  if (index === null) return null
  const progress = await progressOf(search, index)
  const byScore = isByScore(request)
  const after = readCursor(request.cursor, byScore)
  const sort: estypes.SortCombinations[] = [{ statusSince: 'desc' }, { id: 'asc' }]
  if (byScore) sort.unshift({ _score: { order: 'desc' } })
  const answer = await search.client.search<{ state: PayoutState }>(
    {
      index,
      size: PAGE_ROWS,
      query: buildQuery(request.query, request),
      sort,
      ...(after && { search_after: after }),
      track_total_hits: COUNTED_MAX,
      _source: ['state'],
      aggs: Object.fromEntries(FACET_NAMES.map((name) => [name, facetAggregation(name, request)])),
    },
    { requestTimeout: LIMIT_MS },
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

/** A facet of a field that was filtered by counts what one could choose instead: without that filter, over all that this person may see. */
function facetAggregation(name: FacetName, request: SearchRequest): estypes.AggregationsAggregationContainer {
  const values: estypes.AggregationsAggregationContainer = {
    terms: { field: FACETS[name], size: FACET_VALUES_MAX },
    ...(name === 'company' && { aggs: { label: { terms: { field: 'companyName', size: 1 } } } }),
  }
  if (!request.query.filters.some(({ field }) => field === name)) return values
  return { global: {}, aggs: { rest: { filter: buildQuery(request.query, request, name), aggs: { values } } } }
}

type Bucket = { key: string; doc_count: number; label?: { buckets: { key: string }[] } }
type Aggregated = { buckets?: Bucket[]; rest?: { values: { buckets: Bucket[] } } }

function facetsOf(aggregations: Record<string, unknown>): Record<FacetName, Facet[]> {
  const of = (name: FacetName): Facet[] => {
    const { buckets, rest } = (aggregations[name] ?? {}) as Aggregated
    const found = buckets ?? rest?.values.buckets ?? []
    return found.map(({ key, doc_count: count, label }) => ({ value: key, label: label?.buckets[0]?.key ?? key, count }))
  }
  return Object.fromEntries(FACET_NAMES.map((name) => [name, of(name)])) as Record<FacetName, Facet[]>
}

const writeCursor = (sort: readonly unknown[]): string => Buffer.from(JSON.stringify(sort)).toString('base64url')

const isByScore = ({ sort, query }: Pick<SearchRequest, 'sort' | 'query'>): boolean => sort === 'best' && query.words.length > 0

/** Whether `cursor` is one that a page of this very search gave. */
export const isCursorOf = (request: Pick<SearchRequest, 'sort' | 'query'>, cursor: string): boolean =>
  readCursor(cursor, isByScore(request)) !== null

const isTime = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) < LAST_MS

/** The score where it is sorted by it, the time in milliseconds, the id. One that was not ours, or is another search's, begins anew. */
function readCursor(cursor: string | null, byScore: boolean): (string | number)[] | null {
  if (cursor === null) return null
  try {
    const sort: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(sort) || sort.length !== (byScore ? 3 : 2)) return null
    const [since, id] = sort.slice(-2) as [unknown, unknown]
    // What is no time or no id makes the whole search fail.
    const isOurs = isTime(since) && typeof id === 'string' && UUID.test(id) && (!byScore || Number.isFinite(sort[0]))
    return isOurs ? sort : null
  } catch {
    return null
  }
}
