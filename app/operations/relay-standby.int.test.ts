/** Two relays: what the page says while the one that leads is frozen, until the other leads, and when it wakes up; and of one that cannot lead. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Child } from '@/stack/processes/child'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { stagesOf, standsBy } from './stages'

const processes = testProcesses()
const relays: Child[] = []
let stack: Operated

beforeAll(async () => {
  stack = await operated()
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

const START = 'Start it, and it continues where it was:'
const OTHER_LEADS = 'Another relay is on standby. It takes over by itself within seconds.'

it('a frozen leader is said to be replaced by the relay that stands by, and is', { timeout: 900_000 }, async () => {
  const { ground, says, shown, change } = stack
  const first = ground.relay()
  relays.push(first)
  await says('Relay', 'Leading', null)
  relays.push(ground.relay())
  await until('the other stands by', async () => standsBy(await shown()))
  await change()
  await says('Ledger', 'Quiet', null)

  process.kill(first.pid, 'SIGSTOP')
  await change()
  const said = new Set<string | null>()
  try {
    await until('the other leads', async () => {
      const operations = await shown()
      for (const { name, repair } of stagesOf(operations)) if (name === 'Relay' || name === 'Ledger') said.add(repair)
      return said.has(OTHER_LEADS) && stagesOf(operations).find(({ name }) => name === 'Relay')?.word === 'Leading'
    })
    expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  } finally {
    process.kill(first.pid, 'SIGCONT')
  }
  expect(said).not.toContain(START)
  expect(said).not.toContain('Nothing is lost. Start the relay.')
  await until('the one that was frozen stands by', async () => standsBy(await shown()))
  await change()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
})

it('a relay that cannot reach Kafka does not lead yet, and what waits for it says so', { timeout: 900_000 }, async () => {
  const { servers, ground, workerEnv, says, change } = stack
  processes.start('search-projector', workerEnv)
  await says('Search', /^\d.* behind$/, null)
  await Promise.all(relays.map((relay) => relay.stop()))
  await says('Relay', 'Not responding', START)
  await says('Search', 'Late', 'It is waiting for the relay. Start the relay.')
  await servers.kafka?.stop()
  await change()
  ground.relay()
  await says('Relay', 'Not leading yet', 'It leads as soon as Postgres and Kafka answer. Its last error is below.')
  await stack.saysError('outbox-relay', /Looking at the topics|connect/i)
  await says('Ledger', 'Not published', 'Nothing is lost. It continues by itself once the relay leads.')
  await says('Search', 'Late', 'It is waiting for the relay, which does not lead yet.')
  await servers.kafka?.start()
  await says('Relay', 'Leading', null)
  expect((await says('Ledger', 'Quiet', null)).figures).toContain('outbox empty')
  await says('Search', /^\d.* behind$/, null)
})
