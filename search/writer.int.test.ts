import { afterAll, beforeAll, expect, it } from 'vitest'
import { FIRST_ERA } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { openSearch, type Search } from './client'
import { aliasOf } from './definition'
import { searchProjection } from './projection'
import { openIndex, publishIndex } from './writer'

let search: Search
const named = (rest: string): string => `${aliasOf(search.prefix)}-${rest}`

beforeAll(() => {
  const env = testEnv()
  search = openSearch({ url: env.ELASTICSEARCH_URL ?? '', prefix: env.SEARCH_INDEX_PREFIX ?? '' })
})
afterAll(() => search.client.close())

it('a published index takes the place of all of ours before it, answered from or never finished, and of nobody else’s', async () => {
  const [answering, unfinished, foreign] = [named('0000000001-1'), named('0000000002-2'), named('archive')]
  for (const index of [answering, unfinished, foreign]) await search.client.indices.create({ index })
  await search.client.indices.putAlias({ index: answering, name: aliasOf(search.prefix) })

  const { index, replaces } = await openIndex(search, FIRST_ERA)
  expect(replaces).toBe(answering)
  await publishIndex(search, index)

  expect(Object.keys(await search.client.indices.get({ index: named('*') })).sort()).toEqual([foreign, index].sort())
  expect(Object.keys(await search.client.indices.getAlias({ name: aliasOf(search.prefix) }))).toEqual([index])
})

it('of an earlier era answers nobody from the moment a later one is opened', async () => {
  const { index } = await openIndex(search, FIRST_ERA)
  await publishIndex(search, index)
  const later = await searchProjection({ search, era: 2, clock: testClock, log: createLog('test', 'silent') }).open()
  expect(await search.client.indices.existsAlias({ name: aliasOf(search.prefix) })).toBe(false)
  expect(later.group).not.toContain(index)
})
