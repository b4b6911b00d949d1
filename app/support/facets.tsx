import { Facet } from '@/components/facet'
import type { Facet as Choice, Found } from '@/desks/support/find-payouts'
import type { FacetName } from '@/search/reader'
import { shortReason, statusWords } from '../payout-words'
import { filterParts, supportHref, toggle } from './query-links'

const TITLES: readonly (readonly [FacetName, string])[] = [
  ['status', 'Status'],
  ['rail', 'Rail'],
  ['country', 'Country'],
  ['company', 'Company'],
  ['currency', 'Currency'],
  ['reason', 'Reason'],
]

const countries = new Intl.DisplayNames('en-GB', { type: 'region' })

function labelOf(name: FacetName, { value, label }: Choice): string {
  if (name === 'status') return statusWords(value).word
  if (name === 'rail') return value.toUpperCase()
  if (name === 'country') return countries.of(value) ?? value
  if (name === 'reason') return shortReason(value)
  return label
}

/** What the results are made of, each value a link that adds it to the query or takes it out. */
export function Facets({ q, sort, facets }: { q: string; sort: 'best' | 'newest'; facets: Found['facets'] }) {
  const chosen = filterParts(q)
  return TITLES.flatMap(([name, title]) => {
    const options = (facets[name] ?? []).map((choice) => ({
      value: choice.value,
      label: labelOf(name, choice),
      count: choice.count,
      href: supportHref(toggle(q, name, choice.value.toLowerCase()), sort),
      selected: chosen.some((part) => part.name === name && part.value.toLowerCase() === choice.value.toLowerCase() && !part.negated),
    }))
    return options.length > 0 ? [<Facet key={name} title={title} options={options} />] : []
  })
}
