/** What the pipeline's stages say is so: each state is made with real processes and servers, and its sentence read through the API. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'

const processes = testProcesses()
let stack: Operated

beforeAll(async () => {
  stack = await operated()
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

const START = 'Start it, and it continues where it was:'
const LATE = 'Not published'

it('each sentence of relay, outbox, Kafka and copies is so when it is said, and what it promises comes true', {
  timeout: 900_000,
}, async () => {
  const { servers, ground, workerEnv, says, shown, change } = stack
  await change()
  expect(await says('Relay', 'Not started', START)).toMatchObject({ command: 'node --import tsx workers/outbox-relay/main.ts' })
  await says('Kafka', 'Not known', 'No consumer is responding. See the workers below.')
  await says('Ledger', LATE, 'Nothing is lost. Start the relay.')
  expect(await says('Search', 'Nothing yet', START)).toMatchObject({ command: 'node --import tsx workers/search-projector/main.ts' })

  const relay = ground.relay()
  processes.start('search-projector', workerEnv)
  expect((await says('Relay', 'Leading', null)).figures).toContain('no transaction holds it back')
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  await says('Kafka', '6 of 6 partitions', null)

  const foreign = new Client({ connectionString: ground.database.url, application_name: 'a long report' })
  await foreign.connect()
  await foreign.query('BEGIN')
  const { rows } = await foreign.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_current_xact_id()')
  await change()
  const held = await says('Relay', 'Held back', 'It continues by itself once that transaction ends.')
  expect(held.figures.join()).toMatch(new RegExp(`held back for .* by process ${rows[0]?.pid}`))
  await says('Ledger', LATE, 'Nothing is lost. It continues by itself once the transaction that holds the relay back has ended.')
  await says('Search', 'Late', 'It is waiting for the relay, which one open transaction holds back.')
  await foreign.query('ROLLBACK')
  await foreign.end()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')

  await servers.kafka?.stop()
  await change()
  await says('Kafka', '0 of 6 partitions', 'If Kafka is down, start it. Relay and consumers come back by themselves.')
  await says('Ledger', LATE, 'Nothing is lost. The relay catches up by itself while Kafka answers.')
  await servers.kafka?.start()
  await says('Kafka', '6 of 6 partitions', null)
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')

  await relay.kill9()
  await change()
  await says('Relay', 'Not responding', START)
  await says('Ledger', LATE, 'Nothing is lost. Start the relay.')
  await says('Search', 'Late', 'It is waiting for the relay. Start the relay.')
  ground.relay()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  await until('search catches up', async () => (await shown()).search.state === 'fresh')
})
