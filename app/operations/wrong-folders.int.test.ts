/** A gateway is given the folders of another installation: it stops, the relay with it, and both go on as soon as it has its own again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { machineClock } from '@/stack/test-runner/clock'
import { approvedRun, newLedger } from '@/stack/test-runner/ledger'
import { type Operated, operated } from '@/stack/test-runner/operated'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { openFolders } from '@/workers/bank-gateway/folders'
import { transmitDue } from '@/workers/bank-gateway/transmit'

const LIMIT_MS = 120_000
const processes = testProcesses()
const others = mkdtempSync(join(tmpdir(), 'payledger-others-'))
let stack: Operated

beforeAll(async () => {
  stack = await operated()
}, 480_000)
afterAll(async () => {
  await processes.stopAll()
  await stack.close()
  rmSync(others, { recursive: true, force: true })
}, 120_000)

/** Pays somebody from another ledger, whose gateway keeps what it knows there. */
async function anotherInstallation(): Promise<void> {
  const database = await stack.servers.database()
  const other = await newLedger(database, openLedger(database.appUrl, 2))
  await approvedRun(other)
  expect(await transmitDue(other.ledger, await openFolders(others), machineClock)).toBe(1)
  await other.ledger.$disconnect()
}

const stops = async () => (await stack.shown()).stops

it('neither keeps the other stopped when the cause is gone', { timeout: 480_000 }, async () => {
  const relay = stack.ground.relay()
  const gateway = processes.start('bank-gateway', stack.ground.env)
  await stack.says('Relay', 'Leading', null)
  await until('nobody has stopped', async () => (await stops()).length === 0, LIMIT_MS)
  await processes.kill(gateway, 'SIGTERM')
  await relay.stop()

  await anotherInstallation()
  const astray = processes.start('bank-gateway', { ...stack.ground.env, BANK_DIR: others })
  await until('the gateway stops', async () => (await stops()).length === 1, LIMIT_MS)
  expect(await stack.ground.relay().ended).toBe('it ended with code 1')
  expect(await stack.ground.relay().ended, 'started again').toBe('it ended with code 1')
  expect(await stops()).toMatchObject([
    {
      process: 'bank-gateway',
      isTold: false,
      sentence: expect.stringMatching(/^No payment goes out .*is not the one payments were made from/),
    },
    { process: 'outbox-relay', isTold: true, sentence: expect.stringMatching(/^The relay stops: the bank gateway knows another history/) },
  ])
  await processes.kill(astray, 'SIGTERM')

  processes.start('bank-gateway', stack.ground.env)
  await until('the gateway goes on', async () => (await stops()).every(({ process }) => process !== 'bank-gateway'), LIMIT_MS)
  stack.ground.relay()
  await stack.says('Relay', 'Leading', null)
  expect(await stops()).toEqual([])
})
