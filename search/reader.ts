/** Searches the copy. What it answers is a copy's word: the caller checks it against the ledger. */
import type { estypes } from '@elastic/elasticsearch'
import type { Letter, LetterPage, LetterState } from '@/events/dead-letter'
import type { PayoutInCopy } from '@/events/held-copy'
import type { PayoutState } from '@/events/read-event'
import { type BuildOptions, buildQuery } from './build-query'
import { openSearch, type Search, type SearchOptions } from './client'
import { type HeldState, heldState, letterPage, readLetter } from './dead-letters'
import { asksForAll, countsOfAll, type FacetCounts, facetAggregations, facetsOf } from './facets'
import { highlight, type Piece } from './highlight'
import { payoutInIndex } from './payout-in-index'
import { aliasedIndex, type ListedLetter, listDeadLetters, progressOf, readProgress, type SearchProgress } from './progress'
import type { ParsedQuery } from './query-language'

export type { FacetCounts, FacetName } from './facets'
export type SearchRequest = BuildOptions & { query: ParsedQuery; sort: 'best' | 'newest'; cursor: string | null }
export type Hit = { state: PayoutState; name: Piece[] }
export type SearchAnswer = {
  hits: Hit[]
  total: number
  totalIsExact: boolean
  facets: FacetCounts
  /** How long ago they were counted: of everything there is they are kept for a while. */
  facetsAgeMs: number
  nextCursor: string | null
  progress: SearchProgress
}

export const PAGE_ROWS = 50
const COUNTED_MAX = 10_000
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
  deadLetters(): Promise<ListedLetter[]>
  /** Page by page. @throws when search is down, as the next two do. */
  letters(state: LetterState, after: string | null, how?: { size?: number; withBytes?: boolean }): Promise<LetterPage>
  letter(partition: number, offset: string): Promise<Letter | null>
  /** What it holds of a payout, and at which event. */
  held(id: string): Promise<HeldState | null>
  /** One payout as the index holds it, and what the index says of itself. @throws when search is down. */
  payout(id: string, partition: number): Promise<PayoutInCopy>
}

/** Opens a client of its own for reading. */
export const openReader = (options: SearchOptions): SearchReader => readerOf(openSearch(options))

/** What reads of search, over a client that is open. */
export function readerOf(search: Search): SearchReader {
  const countAll = countsOfAll(search)
  return {
    find: (request) => searchPayouts(search, request, countAll),
    progress: () => readProgress(search),
    deadLetters: () => listDeadLetters(search),
    payout: (id, partition) => payoutInIndex(search, id, partition),
    letters: (state, after, how) => letterPage(search, state, after, how),
    letter: (partition, offset) => readLetter(search, partition, offset),
    held: (id) => heldState(search, id),
  }
}

/**
 * Resolves the alias, reads the progress first and then searches that very index, so that the claim is never ahead of the hits.
 * Null when no index was filled yet. @throws when search is down.
 */
export async function searchPayouts(search: Search, request: SearchRequest, countAll = countsOfAll(search)): Promise<SearchAnswer | null> {
  const index = await aliasedIndex(search, INDEX_LIMIT_MS)
  if (index === null) return null
  const progress = await progressOf(search, index)
  const byScore = isByScore(request)
  const after = readCursor(request.cursor, byScore)
  const sort: estypes.SortCombinations[] = [{ statusSince: 'desc' }, { id: 'asc' }]
  if (byScore) sort.unshift({ _score: { order: 'desc' } })
  const isForAll = asksForAll(request.query)
  const counting = isForAll ? countAll(index, request) : null
  const asking = search.client.search<{ state: PayoutState }>(
    {
      index,
      size: PAGE_ROWS,
      query: buildQuery(request.query, request),
      sort,
      ...(after && { search_after: after }),
      track_total_hits: COUNTED_MAX,
      _source: ['state'],
      ...(!isForAll && { aggs: facetAggregations(request) }),
    },
    { requestTimeout: LIMIT_MS },
  )
  const [answer, counted] = await Promise.all([asking, counting])
  const hits = answer.hits.hits.flatMap((hit) => (hit._source ? [{ state: hit._source.state, sort: hit.sort ?? [] }] : []))
  const total = answer.hits.total as estypes.SearchTotalHits
  return {
    hits: hits.map(({ state }) => ({ state, name: highlight(state.beneficiaryName, request.query.words) })),
    total: total.value,
    totalIsExact: total.relation === 'eq',
    facets: counted?.facets ?? facetsOf(answer.aggregations ?? {}),
    facetsAgeMs: counted?.ageMs ?? 0,
    nextCursor: hits.length === PAGE_ROWS ? writeCursor(hits.at(-1)?.sort ?? []) : null,
    progress,
  }
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
