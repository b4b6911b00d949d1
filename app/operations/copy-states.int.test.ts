/** Search or finance is down, damaged or late: what the page says of it, and that what it promises comes true. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishedFile, readManifest } from '@/finance/manifest'
import { openSearch, type Search } from '@/search/client'
import { writeAliasOf } from '@/search/definition'
import { readProgress } from '@/search/progress'
import { machineClock } from '@/stack/test-runner/clock'
import { flip } from '@/stack/test-runner/flip'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { relayed } from '@/stack/test-runner/relay'
import { server } from '../http/server'
import { readOperations } from './read-operations'
import { stagesOf } from './stages'

const processes = testProcesses()
let stack: Operated
let search: Search

beforeAll(async () => {
  stack = await operated('elasticsearch')
  search = openSearch({ url: stack.ground.env.ELASTICSEARCH_URL ?? '', prefix: stack.ground.env.SEARCH_INDEX_PREFIX ?? '' })
  stack.ground.relay()
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await search.client.close()
  await stack.close()
}, 120_000)

const START = 'Start it, and it continues where it was:'
const FRESH = /^\d.* behind$/
const ELASTICSEARCH = 'If Elasticsearch is down, start it. The projector catches up by itself.'
const ELASTICSEARCH_FIRST = 'If Elasticsearch is down, start it. Then start the projector:'

/** The page's own answer says that the copy covers every event there is. */
async function covers(copy: 'search' | 'finance'): Promise<void> {
  const position = String(await relayed(stack.ground.pool, 120_000))
  await until(`${copy} covers ${position}`, async () => {
    const { state, position: covered } = (await stack.shown())[copy]
    return state === 'fresh' && covered === position
  })
}

it('search without Elasticsearch, without the projector, and without its write alias', { timeout: 900_000 }, async () => {
  const { servers, workerEnv, says, saysError, change } = stack
  const projector = processes.start('search-projector', workerEnv)
  await change()
  await covers('search')
  const index = (await readProgress(search))?.index ?? ''
  await search.client.indices.deleteAlias({ index, name: writeAliasOf(index) })
  await change()
  await saysError('search-projector', /or its write alias is gone; it is made again/)
  await covers('search')

  await servers.elasticsearch?.stop(60_000)
  const down = await says('Search', 'No answer', ELASTICSEARCH)
  expect(down.figures).toEqual(['what it covers is not known'])
  expect((await says('Kafka', '6 of 6 partitions', null)).figures).toContain('dead letters not known')
  await change()
  await processes.kill(projector, 'SIGKILL')
  const both = await says('Search', 'No answer', ELASTICSEARCH_FIRST)
  expect(both.command).toBe('node --import tsx workers/search-projector/main.ts')
  processes.start('search-projector', workerEnv)
  await says('Search', 'No answer', ELASTICSEARCH)
  await servers.elasticsearch?.start()
  await covers('search')
  await says('Search', FRESH, null)
})

it('finance with a damaged segment, a damaged published file, without the loader, and late', { timeout: 900_000 }, async () => {
  const { ground, workerEnv, says, saysError, change, shown } = stack
  const dir = ground.env.FINANCE_DIR ?? ''
  const damagePublished = async () => {
    const manifest = await readManifest(dir)
    if (manifest) flip(publishedFile(dir, manifest))
  }
  expect(await says('Finance', 'Nothing yet', START)).toMatchObject({ command: 'node --import tsx workers/finance-loader/main.ts' })
  const loader = processes.start('finance-loader', workerEnv)
  await says('Finance', 'Nothing yet', 'It catches up by itself.')
  await change()
  await covers('finance')

  const events = join(dir, 'events/era=1')
  const segments = readdirSync(events, { recursive: true }).map((name) => join(events, String(name)))
  flip(segments.filter((path) => path.endsWith('.parquet')).sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? '')
  await saysError(
    'finance-loader',
    /^Damaged files of the landing were moved away. The loader reads their events from Kafka again: .*\.parquet/,
  )
  await change()
  await covers('finance')

  await damagePublished()
  await says('Finance', 'No answer', 'The loader makes the published file again by itself. If it cannot, see its last error below.')
  await covers('finance')

  await processes.kill(loader, 'SIGKILL')
  await until('the loader is silent', async () =>
    (await shown()).workers.some(({ process, state }) => process === 'finance-loader' && state === 'silent'),
  )
  await change()
  const inTwoHours = new Date(machineClock().getTime() + 2 * 3_600_000)
  const late = stagesOf(await readOperations(server(), inTwoHours)).find(({ name }) => name === 'Finance')
  expect(late).toMatchObject({ word: 'Late', repair: START, figures: [expect.stringMatching(/^2 h behind$/), expect.any(String)] })
  await damagePublished()
  await says('Finance', 'No answer', START)
  processes.start('finance-loader', workerEnv)
  await covers('finance')
  await says('Finance', FRESH, null)
})
