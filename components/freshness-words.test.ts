import { expect, test } from 'vitest'
import type { Freshness } from '@/platform/freshness'
import { freshnessWords } from './freshness-words'

const NOW = new Date('2026-11-25T13:03:24.000Z')
const SEARCH: Freshness = {
  store: 'search',
  state: 'fresh',
  coveredUntil: '2026-11-25T13:03:22.000Z',
  position: '7',
  lagMs: 2_000,
  contractMs: 30_000,
}
const say = (change: Partial<Freshness>, now = NOW) => freshnessWords({ ...SEARCH, ...change }, now, 'Europe/Berlin')

test('a fresh copy says its age and what it covers', () => {
  expect(say({})).toEqual({ tone: 'ok', head: '2 s', rest: 'every change up to 14:03:22' })
})

test('what differs from the ledger is said beside it, whatever else is said', () => {
  const rest = 'every change up to 14:03:22 · 1 difference from the ledger is open'
  expect(say({ differing: 1 })).toEqual({ tone: 'warn', head: '2 s', rest })
  expect(say({ differing: 3, state: 'incomplete' })).toMatchObject({
    tone: 'bad',
    rest: expect.stringMatching(/ · 3 differences from the ledger are open$/),
  })
})

test('a page left open becomes late by itself', () => {
  expect(say({}, new Date(NOW.getTime() + 60_000))).toMatchObject({ tone: 'warn', head: 'Late · 1 min' })
})

test('incomplete outranks late and says why', () => {
  expect(say({ state: 'incomplete', note: '1 event could not be applied' })).toEqual({
    tone: 'bad',
    head: 'Incomplete · 2 s',
    rest: '1 event could not be applied',
  })
})

test('a store that does not answer is down, one that covers nothing is not fresh', () => {
  expect(say({ state: 'down', coveredUntil: null })).toMatchObject({ tone: 'bad', head: 'Down' })
  expect(say({ coveredUntil: null })).toMatchObject({ tone: 'warn', head: 'Nothing yet' })
})

test('the ledger is current, and stops saying so when the page has been open for a while', () => {
  expect(say({ store: 'ledger', contractMs: 0 })).toEqual({ tone: 'ok', head: 'Current', rest: 'read from the ledger' })
  expect(say({ store: 'ledger', contractMs: 0 }, new Date(NOW.getTime() + 178_000))).toMatchObject({ head: '3 min ago' })
})
