/** A process is asked to restart: the one that was meant ends in order, its supervisor starts it again, and the next one is never hit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import type { Operations } from '@/desks/operations/read-operations'
import type { WorkerStatus } from '@/operations/worker-status'
import { ROOT } from '@/stack/paths'
import { keepRunning } from '@/stack/processes/service'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { POST as ask, GET as list } from './restarts/route'
import { GET as status } from './status/route'

let test: TestLedger
let env: Record<string, string>
let people: People
const processes = testProcesses()
const logs = mkdtempSync(join(tmpdir(), 'payledger-restarts-'))

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['operator', 'support'] as const) await people.add(person, person)
})
afterAll(async () => {
  await processes.stopAll()
  await server().ledger.$disconnect()
  await test.close()
  rmSync(logs, { recursive: true, force: true })
})

async function gateway(): Promise<WorkerStatus | undefined> {
  const { body } = await people.ask<Operations>('operator', status, { method: 'GET' })
  return body.workers.find(({ process }) => process === 'bank-gateway')
}
const restart = (instance: string, who = 'operator') =>
  people.ask<{ id: string }>(who, ask, { body: { instance, reason: 'It leaks memory.' } })
async function alive(not: string | null = null): Promise<string> {
  let instance: string | null = null
  await until('the gateway beats', async () => {
    const worker = await gateway()
    instance = worker?.state === 'alive' ? worker.instance : null
    return instance !== null && instance !== not
  })
  return instance ?? ''
}

it('ends in order, is started again by its supervisor, and the next one goes on', { timeout: 200_000 }, async () => {
  const options = { command: process.execPath, args: ['--import', 'tsx', 'workers/bank-gateway/main.ts'], env, cwd: ROOT }
  const said: string[] = []
  const service = keepRunning('bank-gateway', { ...options, logFile: join(logs, 'gateway.log') }, (line) => said.push(line))
  try {
    const first = await alive()
    const pid = service.pid
    expect((await restart(first, 'support')).status).toBe(403)
    const [one, two] = await Promise.all([restart(first), restart(first)])
    expect([one.status, two.status, one.body.id === two.body.id]).toEqual([200, 200, true])
    const second = await alive(first)
    expect(said.join()).toContain('it ended with code 0; it is started again')
    expect(await gateway()).toMatchObject({ restart: { instance: first, askedBy: 'operator', reason: 'It leaks memory.' } })
    await until('it is back', async () => (await gateway())?.restart?.backAt !== null)
    const { body } = await people.ask<{ restarts: { endedAt: string; backAt: string }[] }>('operator', list, { method: 'GET' })
    expect(body.restarts).toHaveLength(1)
    expect(body.restarts[0]?.backAt.localeCompare(body.restarts[0].endedAt)).toBeGreaterThan(0)
    expect((await restart(first)).status).toBe(409)
    expect(service.pid).not.toBe(pid)
    expect((await gateway())?.instance).toBe(second)
    const acts = await test.ledger.$queryRaw<{ reason: string }[]>`SELECT reason FROM outbox WHERE type = 'audit.restart-asked'`
    expect(acts).toEqual([{ reason: 'It leaks memory.' }])
  } finally {
    await service.stop()
  }
})

it('says that it ended and is not back where nobody starts it, and one that was killed meanwhile hits not the next', {
  timeout: 200_000,
}, async () => {
  const child = processes.start('bank-gateway', env)
  const instance = await alive((await gateway())?.instance)
  const code = new Promise((resolve) => child.once('exit', resolve))
  await restart(instance)
  expect(await code).toBe(0)
  expect((await gateway())?.restart).toMatchObject({ instance, backAt: null, endedAt: expect.stringMatching(/Z$/) })

  const killed = processes.start('bank-gateway', env)
  const second = await alive(instance)
  expect((await gateway())?.restart).toMatchObject({ instance, backAt: expect.stringMatching(/Z$/) })
  killed.kill('SIGSTOP')
  expect((await restart(second)).status).toBe(200)
  await processes.kill(killed, 'SIGKILL')
  const third = processes.start('bank-gateway', env)
  const next = await alive(second)
  await until('it is back', async () => (await gateway())?.restart?.backAt !== null)
  expect((await gateway())?.restart).toMatchObject({ instance: second, endedAt: null })
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect([third.exitCode, (await gateway())?.instance]).toEqual([null, next])
})

it('is not rewritten, made as done, deleted, or asked by a service, by raw SQL', async () => {
  const run = (sql: string) => test.ledger.$executeRawUnsafe(sql)
  await expect(run(`UPDATE worker_restart SET reason = 'another'`)).rejects.toThrow(/permission denied/)
  await expect(run(`UPDATE worker_restart SET back_at = NULL, back_instance = NULL`)).rejects.toThrow(/what has happened does not change/)
  await expect(run('DELETE FROM worker_restart')).rejects.toThrow(/permission denied|never deleted/)
  await expect(
    run(`INSERT INTO worker_restart (id, process, instance, reason, asked_by) VALUES (uuidv7(), 'app', uuidv7(), 'x', 'y')`),
  ).rejects.toThrow(/check constraint/)
})
