/**
 * The folder of a Postgres cluster is put back to an older copy under a relay and a gateway that run: both stop, each with its reason on the operations
 * page; nothing is sent to the bank and nothing is numbered.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approvedRun, CSV, type TestLedger } from '@/stack/test-runner/ledger'
import { type Operated, operated } from '@/stack/test-runner/operated'
import type { OwnServers } from '@/stack/test-runner/own-servers'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { publishedEvents, type RelayGround, relayed } from '@/stack/test-runner/relay'
import { stagesOf } from './stages'

const LIMIT_MS = 120_000
const processes = testProcesses()
let servers: OwnServers
let ground: RelayGround
let test: TestLedger
let stack: Operated

beforeAll(async () => {
  stack = await operated()
  ;({ servers, ground, test } = stack)
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
}, 120_000)

/** Where the cluster's files lie, and their owner's copy beside them. */
async function clusterFolder(): Promise<string> {
  const { rows } = await ground.owner.query<{ data_directory: string }>('SHOW data_directory')
  return rows[0]?.data_directory ?? ''
}

async function whileStopped(change: () => void): Promise<void> {
  await servers.postgres?.stop()
  change()
  await servers.postgres?.start()
}

/** What the bank finds in its folder; not what is still being written beside it. */
const handedOver = () =>
  readdirSync(join(ground.env.BANK_DIR ?? '', 'outbox'))
    .filter((name) => !name.startsWith('.'))
    .sort()
/** A run that nobody has been paid for before, handed over by the gateway that runs. */
async function paid(amount: string): Promise<void> {
  const before = handedOver().length
  await approvedRun(test, CSV.replace('2300.00', amount))
  await until('the gateway hands the run over', () => handedOver().length > before, LIMIT_MS)
  await relayed(ground.pool, LIMIT_MS)
}
const numbered = async () => (await ground.owner.query<{ last: string }>('SELECT max(last)::text AS last FROM relay_batches')).rows[0]?.last
const shown = () => stack.shown()

it('an older copy of the folder stops relay and gateway, which send and number nothing from it', { timeout: 480_000 }, async () => {
  const relay = ground.relay()
  processes.start('bank-gateway', ground.env)
  await until('the gateway has its folders', () => readdirSync(ground.env.BANK_DIR ?? '').includes('outbox'), LIMIT_MS)
  await paid('2301.00')
  const cluster = await clusterFolder()
  await whileStopped(() => execFileSync('cp', ['-a', cluster, `${cluster}.older`]))
  const older = await numbered()
  await paid('2302.00')
  const [files, events] = [handedOver(), (await publishedEvents(ground.brokers, ground.prefix)).length]
  expect(await numbered()).not.toBe(older)
  expect((await shown()).stops).toEqual([])

  await whileStopped(() => {
    rmSync(cluster, { recursive: true })
    execFileSync('mv', [`${cluster}.older`, cluster])
  })
  expect(await relay.ended).toBe('it ended with code 1')
  await until('both say why they stopped', async () => (await shown()).stops?.length === 2, LIMIT_MS)
  await approvedRun(test, CSV.replace('2300.00', '2303.00'))
  expect(await ground.relay().ended, 'started again').toBe('it ended with code 1')

  const operations = await shown()
  const sentences = Object.fromEntries(operations.stops.map(({ process, sentence }) => [process, sentence]))
  // Whichever of the two looks first: the gateway finds its own hand-over missing, or is told by the relay.
  expect(sentences['bank-gateway']).toMatch(
    /^No payment goes out and no bank file is imported: (.*an older database was put in its place|the relay has stopped, because .*was restored)/,
  )
  expect(sentences['bank-gateway']).not.toContain('..')
  // Either finds the loss itself, or is told by the other.
  expect(sentences['outbox-relay']).toMatch(/^The relay stops: (.*was restored|the bank gateway knows another history)/)
  expect(stagesOf(operations).find(({ name }) => name === 'Relay')).toMatchObject({
    word: 'Stopped',
    repair: sentences['outbox-relay'],
  })
  await stack.says('Ledger', 'Not published', 'The waiting events are kept. The relay has stopped: see the reason under Relay.')
  const gateway = async () => (await shown()).workers.find(({ process }) => process === 'bank-gateway')?.state
  // The copy may be older than its first heartbeat.
  await until('the gateway says that it runs', async () => (await gateway()) === 'alive', LIMIT_MS)
  expect(handedOver()).toEqual(files)
  expect(await numbered()).toBe(older)
  expect(await publishedEvents(ground.brokers, ground.prefix)).toHaveLength(events)
})
