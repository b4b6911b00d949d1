/** Elasticsearch adds up what was stored to what the documents come to when they are read back, and to what every other store has. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addToBucket, canonicalPayout, emptyBuckets, fingerprintOf } from '@/events/canonical'
import { FIRST_ERA } from '@/events/topics'
import { anyPayout } from '@/stack/test-runner/any-payout'
import { testEnv } from '@/stack/test-runner/database'
import { openSearch, type Search } from './client'
import { holdIndex } from './hold-index'
import { openIndex, writePayouts } from './writer'

let search: Search
let index: string
const states = fc.sample(anyPayout, { numRuns: 600, seed: 41 })

beforeAll(async () => {
  const env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
  index = (await openIndex(search, FIRST_ERA)).index
  const refused = await writePayouts(
    search,
    index,
    states.map((state, n) => ({ state, position: BigInt(n + 1) })),
  )
  expect(refused).toEqual([])
  await search.client.indices.refresh({ index })
})
afterAll(() => search.client.close())

it('of everything, and of what stands at or below a position', async () => {
  for (const upTo of [600, 250]) {
    const sums = emptyBuckets()
    for (const state of states.slice(0, upTo)) addToBucket(sums, state.id, fingerprintOf(canonicalPayout(state)))
    for (const tier of ['quick', 'deep'] as const) {
      const held = await holdIndex(search, index)
      const found = await held.sums(BigInt(upTo), tier)
      expect(found.buckets).toEqual(sums)
      expect(found.suspects).toEqual([])
      expect(found.newer.sort()).toEqual(
        states
          .slice(upTo)
          .map(({ id }) => id)
          .sort(),
      )
      await held.release()
    }
  }
})
