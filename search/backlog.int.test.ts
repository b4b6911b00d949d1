/** If this fails, a projector that is killed while it works off a backlog reads whole partitions again, or half a second's work waits for five. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FIRST_ERA } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { openSearch, type Search } from './client'
import { readPartitions } from './progress'
import { searchProjection } from './projection'

const PARTITIONS = [0, 1, 2, 3, 4, 5]
const events = [...payrollEvents({ runs: 2, payoutsPerRun: 300 })]

let search: Search
beforeAll(() => {
  const env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
})
afterAll(() => search.client.close())

it('says where it is while a backlog comes in, makes it findable when no more comes, and a new one goes on from there', async () => {
  const around = { search, era: FIRST_ERA, clock: testClock, log: createLog('test', 'silent') }
  const generation = await searchProjection(around).open()
  const index = generation.group.replace('search-projector-', '')
  await generation.recordCoverage([])
  for (const partition of PARTITIONS) {
    const batch = events.filter((event) => event.partition === partition)
    await generation.apply(partition, batch, new AbortController().signal)
  }
  const ends = PARTITIONS.map((partition) => events.findLast((event) => event.partition === partition)?.position ?? 0n)
  const findable = async () => (await search.client.count({ index, query: { term: { kind: 'payout' } } })).count

  expect(await generation.recordCoverage([])).toBeNull()
  expect(await findable()).toBe(0)
  expect((await readPartitions(search, index)).map(({ applied }) => BigInt(applied))).toEqual(ends)
  const next = await searchProjection(around).open()
  expect(await Promise.all(PARTITIONS.map((partition) => next.applied(partition)))).toEqual(ends)

  expect(await generation.recordCoverage([])).not.toBeNull()
  expect(await findable()).toBe(600)
})
