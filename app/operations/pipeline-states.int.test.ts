/** What the pipeline's stages say is so: each state is made with real processes and servers, and its sentence read through the API. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { GET as status } from '@/app/api/operations/status/route'
import { CSV, submittedRun, type TestLedger } from '@/stack/test-runner/ledger'
import { type Operated, operated } from '@/stack/test-runner/operated'
import type { OwnServers } from '@/stack/test-runner/own-servers'
import type { People } from '@/stack/test-runner/people'
import { testProcesses, until } from '@/stack/test-runner/processes'
import type { RelayGround } from '@/stack/test-runner/relay'
import type { Operations } from './read-operations'
import { type Stage, stagesOf } from './stages'

const processes = testProcesses()
let servers: OwnServers
let ground: RelayGround
let test: TestLedger
let people: People
let stack: Operated

beforeAll(async () => {
  stack = await operated()
  ;({ servers, ground, test, people } = stack)
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

/** Waits until the page says so, and returns the stage. */
async function says(name: Stage['name'], word: string, repair: string | null): Promise<Stage> {
  let seen: Stage | undefined
  await until(`${name} says ${word}: ${repair}`, async () => {
    const { body } = await people.ask<Operations>('operator', status, { method: 'GET' })
    seen = stagesOf(body).find((stage) => stage.name === name)
    return seen?.word === word && seen.repair === repair
  }).catch((error: unknown) => {
    throw new Error(`it says ${JSON.stringify(seen)}`, { cause: error })
  })
  return seen as Stage
}

let runs = 0
const change = () => submittedRun(test, CSV.replace('2300.00', `${2300 + ++runs}.00`))
const START = 'Start it, and it goes on where it was:'
const LATE = 'Not passed on'

it('each sentence of relay, outbox, Kafka and copies is so when it is said, and what it promises comes true', {
  timeout: 900_000,
}, async () => {
  await change()
  expect(await says('Relay', 'Not started', START)).toMatchObject({ command: 'node --import tsx workers/outbox-relay/main.ts' })
  await says('Kafka', 'Not known', 'No consumer is there to tell. See the workers below.')
  await says('Ledger', LATE, 'Nothing is lost. The relay must run.')
  expect(await says('Search', 'Nothing yet', START)).toMatchObject({ command: 'node --import tsx workers/search-projector/main.ts' })

  const relay = ground.relay()
  processes.start('search-projector', { ...ground.env, HEARTBEAT_DATABASE_URL: ground.database.appUrl })
  expect((await says('Relay', 'Leading', null)).figures).toContain('nothing holds it back')
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  await says('Kafka', '6 of 6 partitions', null)

  const foreign = new Client({ connectionString: ground.database.url, application_name: 'a long report' })
  await foreign.connect()
  await foreign.query('BEGIN')
  const { rows } = await foreign.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_current_xact_id()')
  await change()
  const held = await says('Relay', 'Held back', 'It goes on by itself once that transaction ends.')
  expect(held.figures.join()).toMatch(new RegExp(`held back for .* by process ${rows[0]?.pid}`))
  await says('Ledger', LATE, 'Nothing is lost. It goes on by itself once the transaction that holds the relay back has ended.')
  await says('Search', 'Late', 'It waits for the relay, which one open transaction holds back.')
  await foreign.query('ROLLBACK')
  await foreign.end()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')

  await servers.kafka?.stop()
  await says('Kafka', '0 of 6 partitions', 'If Kafka is down, start it: relay and consumers come back by themselves.')
  await servers.kafka?.start()
  await says('Kafka', '6 of 6 partitions', null)
  await says('Relay', 'Leading', null)

  await relay.kill9()
  await change()
  await says('Relay', 'No sign of life', START)
  await says('Ledger', LATE, 'Nothing is lost. The relay must run.')
  await says('Search', 'Late', 'It waits for the relay, which must run.')
  ground.relay()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  await until('search catches up', async () => {
    const { body } = await people.ask<Operations>('operator', status, { method: 'GET' })
    return body.search.state === 'fresh'
  })
})
