/** Filters live in the query's text, and the query lives in the URL: every pill and facet is a link. */
import { type FilterName, isFilterName } from '@/search/filters'
import { queryParts } from '@/search/query-parts'

export type FilterPart = { part: string; name: FilterName; value: string; negated: boolean }

const partsOf = (q: string): string[] => [...queryParts(q)].map(({ part }) => part)

/** The filters among the parts of a query, as typed. */
export function filterParts(q: string): FilterPart[] {
  return [...queryParts(q)].flatMap(({ part, name, value, negated }) =>
    isFilterName(name) && value !== '' ? [{ part, name, value, negated }] : [],
  )
}

/** The words of a query without its filters. */
export const wordsOf = (q: string): string =>
  [...queryParts(q)]
    .filter(({ name, value }) => !isFilterName(name) || value === '')
    .map(({ part }) => part)
    .join(' ')

export const without = (q: string, part: string): string =>
  partsOf(q)
    .filter((each) => each !== part)
    .join(' ')
export const negate = (q: string, part: string): string =>
  partsOf(q)
    .map((each) => (each !== part ? each : part.startsWith('-') ? part.slice(1) : `-${part}`))
    .join(' ')

/** Puts a filter in the place of a word. */
export const replaceWord = (q: string, word: string, filter: string): string =>
  partsOf(q)
    .map((each) => (each.replace(/^-+(?=.*\d)/, '') === word ? filter : each))
    .join(' ')

/** Adds `name:value`, or takes it out again when it is there. */
export function toggle(q: string, name: string, value: string): string {
  const there = filterParts(q).find((each) => each.name === name && each.value.toLowerCase() === value.toLowerCase() && !each.negated)
  return there ? without(q, there.part) : `${q} ${name}:${/\s/.test(value) ? `"${value}"` : value}`.trim()
}

/** The address of a search; what is empty is left out. */
export function supportHref(q: string, sort: 'best' | 'newest' = 'best', cursor: string | null = null): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(sort === 'newest' && { sort }), ...(cursor && { cursor }) }).toString()
  return query ? `/support?${query}` : '/support'
}
