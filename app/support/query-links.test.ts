import { expect, it } from 'vitest'
import { parseQuery } from '@/search/query-language'
import { filterParts, negate, supportHref, toggle, without, wordsOf } from './query-links'

const Q = 'garcia status:failed -company:"Polder Foods"'

it('tells filters from words', () => {
  expect(filterParts(Q).map(({ name, value, negated }) => [name, value, negated])).toEqual([
    ['status', 'failed', false],
    ['company', 'Polder Foods', true],
  ])
  expect(wordsOf(Q)).toBe('garcia')
})

it('takes out, turns round and adds one filter, and leaves the rest as typed', () => {
  expect(without(Q, 'status:failed')).toBe('garcia -company:"Polder Foods"')
  expect(negate(Q, '-company:"Polder Foods"')).toBe('garcia status:failed company:"Polder Foods"')
  expect(toggle(Q, 'rail', 'sepa')).toBe(`${Q} rail:sepa`)
  expect(toggle(`${Q} rail:sepa`, 'rail', 'sepa')).toBe(Q)
})

it('keeps the whole search in the address', () => {
  expect(supportHref('')).toBe('/support')
  expect(new URL(supportHref(Q, 'newest', 'c'), 'http://x').searchParams.get('q')).toBe(Q)
})

it('reads each part as the search does', () => {
  const typed = 'ac 1.000 company:" Polder Foods " rail: foo:bar -"Ana Ruiz" STATUS:failed ref:"x'
  expect(filterParts(typed).map(({ name, value }) => [name, value])).toEqual([
    ['company', 'Polder Foods'],
    ['status', 'failed'],
    ['ref', 'x'],
  ])
  expect(wordsOf(typed)).toBe('ac 1.000 rail: foo:bar -"Ana Ruiz"')
  expect(parseQuery(typed, new Date('2026-11-20T09:00:00Z')).filters).toEqual([
    { field: 'company', value: 'Polder Foods', negated: false },
    { field: 'status', value: 'failed', negated: false },
    { field: 'ref', value: 'X', negated: false },
  ])
})
