/** What a search's hits are made of: by each facet, its commonest values with how many there are. */
import type { estypes } from '@elastic/elasticsearch'
import { type BuildOptions, buildQuery } from './build-query'
import type { Search } from './client'
import type { ParsedQuery } from './query-language'

const FIELDS = {
  status: 'status',
  rail: 'rail',
  country: 'beneficiaryCountry',
  company: 'companyCode',
  currency: 'currency',
  reason: 'reasonCode',
} as const
export type FacetName = keyof typeof FIELDS
export type FacetCount = { value: string; count: number }
export type FacetCounts = Record<FacetName, FacetCount[]>
export type Counted = { facets: FacetCounts; ageMs: number }

type Asked = BuildOptions & { query: ParsedQuery }
type Aggregations = Record<string, estypes.AggregationsAggregationContainer>

const NAMES = Object.keys(FIELDS) as FacetName[]
const VALUES_MAX = 12
const LIMIT_MS = 10_000

/** A facet of a field that was filtered by counts what one could choose instead: without that filter, over all that this person may see. */
export function facetAggregations(asked: Asked): Aggregations {
  const of = (name: FacetName): estypes.AggregationsAggregationContainer => {
    const values = { terms: { field: FIELDS[name], size: VALUES_MAX } }
    if (!asked.query.filters.some(({ field }) => field === name)) return values
    return { global: {}, aggs: { rest: { filter: buildQuery(asked.query, asked, name), aggs: { values } } } }
  }
  return Object.fromEntries(NAMES.map((name) => [name, of(name)]))
}

type Aggregated = { buckets?: Bucket[]; rest?: { values: { buckets: Bucket[] } } }
type Bucket = { key: string; doc_count: number }

/** What Elasticsearch counted for `facetAggregations`, the commonest first. */
export function facetsOf(aggregations: Record<string, unknown>): FacetCounts {
  const of = (name: FacetName): FacetCount[] => {
    const { buckets, rest } = (aggregations[name] ?? {}) as Aggregated
    return (buckets ?? rest?.values.buckets ?? []).map(({ key, doc_count: count }) => ({ value: key, count }))
  }
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as FacetCounts
}

/** Whether nothing narrows the question: the empty box, which every desk opens with and polls. */
export const asksForAll = ({ words, without, filters, amounts, from, to, asksNothing }: ParsedQuery): boolean =>
  !asksNothing && from === null && to === null && [words, without, filters, amounts].every((each) => each.length === 0)

/** Counts that took less are counted for each question. */
const CHEAP_MS = 20
/** So old they are given out, while new ones are counted; and so old they are waited for. */
const FRESH_MS = 15_000
const KEPT_MS = 120_000
const KEPT_MAX = 100

type Kept = { facets: FacetCounts; atMs: number; tookMs: number }

/** The facets of everything a person may see. Among a million payouts that is most of a search's work, and it hardly changes: so it is kept, with its age. */
export function countsOfAll({ client }: Search): (index: string, asked: Asked) => Promise<Counted> {
  const all = new Map<string, Kept>()
  const counting = new Map<string, Promise<Counted>>()

  async function count(key: string, index: string, asked: Asked): Promise<Counted> {
    const atMs = performance.now()
    const body = { index, size: 0, track_total_hits: false, query: buildQuery(asked.query, asked), aggs: facetAggregations(asked) }
    const { aggregations = {} } = await client.search(body, { requestTimeout: LIMIT_MS })
    const facets = facetsOf(aggregations)
    all.delete(key)
    all.set(key, { facets, atMs, tookMs: performance.now() - atMs })
    for (const oldest of all.keys()) if (all.size > KEPT_MAX) all.delete(oldest)
    return { facets, ageMs: 0 }
  }

  /** However many ask. */
  function countOnce(key: string, index: string, asked: Asked): Promise<Counted> {
    const running = counting.get(key) ?? count(key, index, asked).finally(() => counting.delete(key))
    counting.set(key, running)
    return running
  }

  return async (index, asked) => {
    const key = JSON.stringify([index, asked.companies])
    const kept = all.get(key)
    const ageMs = kept ? performance.now() - kept.atMs : 0
    if (!kept || kept.tookMs < CHEAP_MS || ageMs > KEPT_MS) return countOnce(key, index, asked)
    // Whoever asks next has them, or asks again.
    if (ageMs > FRESH_MS) countOnce(key, index, asked).catch(() => {})
    return { facets: kept.facets, ageMs }
  }
}
