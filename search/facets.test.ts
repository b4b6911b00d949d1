/** Counts of everything, as a search that takes its time gives them. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Search } from './client'
import { asksForAll, countsOfAll } from './facets'
import { parseQuery } from './query-language'

const NOW = new Date('2026-11-23T09:00:00Z')
const query = parseQuery('', NOW, 'UTC')
const asked = { query, companies: null, hashAccount: (account: string) => account }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Says how often it was asked, after so many milliseconds. */
function counted(tookMs: number) {
  let times = 0
  const search = async () => {
    times += 1
    const buckets = [{ key: 'sent', doc_count: times }]
    await new Promise((resolve) => setTimeout(resolve, tookMs))
    return { aggregations: { status: { buckets } } }
  }
  const countAll = countsOfAll({ client: { search }, prefix: '' } as unknown as Search)
  return async (of = asked) => {
    const answer = countAll('payouts-1', of)
    await vi.advanceTimersByTimeAsync(tookMs)
    const { facets, ageMs } = await answer
    return { count: facets.status[0]?.count, ageMs }
  }
}

it.each([
  ['', true],
  [' ', true],
  ['garcia', false],
  ['-garcia', false],
  ['status:sent', false],
  ['amount:>1', false],
  ['last:24h', false],
  ['status:nothing-of-the-kind', false],
])('%j asks for everything: %s', (q, expected) => expect(asksForAll(parseQuery(q, NOW, 'UTC'))).toBe(expected))

it('are counted for each question where that is cheap', async () => {
  const ask = counted(5)
  expect(await ask()).toEqual({ count: 1, ageMs: 0 })
  expect(await ask()).toEqual({ count: 2, ageMs: 0 })
})

it('are kept with their age where it is not, and counted anew behind the answer', async () => {
  const ask = counted(100)
  expect(await ask()).toEqual({ count: 1, ageMs: 0 })
  await vi.advanceTimersByTimeAsync(9_900)
  expect(await ask()).toEqual({ count: 1, ageMs: 10_000 })
  await vi.advanceTimersByTimeAsync(9_900)
  expect(await ask()).toEqual({ count: 1, ageMs: 20_000 })
  expect(await ask()).toMatchObject({ count: 2 })
  await vi.advanceTimersByTimeAsync(200_000)
  expect(await ask()).toEqual({ count: 3, ageMs: 0 })
})

it('are each person’s own, by the companies they may see', async () => {
  const ask = counted(100)
  expect(await ask()).toMatchObject({ count: 1 })
  expect(await ask({ ...asked, companies: ['c1'] as never })).toMatchObject({ count: 2 })
  expect(await ask({ ...asked, companies: [] as never })).toMatchObject({ count: 3 })
  expect(await ask()).toMatchObject({ count: 1 })
})

it('are counted once for all who ask at the same time', async () => {
  const ask = counted(100)
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(({ count }) => count)).toEqual([1, 1, 1])
})
