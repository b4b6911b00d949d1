/** A database that is frozen takes whatever it is sent and says nothing: nobody waits for it without an end, and no command is done twice by it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { failureOf } from '@/platform/failure'
import { openLedger } from '@/prisma/connect'
import { CSV, callOf, done, draftRun, newLedger, PREPARER, type TestLedger } from '@/stack/test-runner/ledger'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { execute } from './execute'

const CONNECTIONS = 3
let servers: OwnServers
let test: TestLedger

beforeAll(async () => {
  servers = await ownServers('postgres')
  const database = await servers.database()
  test = await newLedger(database, openLedger(database.appUrl, CONNECTIONS, 1_000))
}, 480_000)
afterAll(async () => {
  await test.close()
  await servers.end()
})

/** The server and every process of it; `pkill --parent` would miss the server itself. */
function signal(name: 'STOP' | 'CONT'): void {
  const server = readFileSync(join(servers.dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0] ?? ''
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', server], { encoding: 'utf8' }).trim().split(/\s+/)
  for (const pid of [server, ...children]) process.kill(Number(pid), `SIG${name}`)
}

const reading = () => test.ledger.$queryRaw<{ n: number }[]>`SELECT 1 AS n`
const failed = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => failureOf(error).kind,
  )

const LIMIT_MS = 500
const call = callOf(PREPARER, 'while nobody answered')

/** A command in the middle of whose work `meanwhile` comes to pass. */
const command = (meanwhile: () => void) =>
  execute(
    test.ledger,
    call,
    async (tx) => {
      meanwhile()
      const [{ n } = { n: 0 }] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM payroll_run`
      return { n }
    },
    LIMIT_MS,
  )

it('tells readers and commands that it does not answer, and is asked again under the same key', { timeout: 240_000 }, async () => {
  done(await draftRun(test, CSV))
  let readers: Promise<string>[] = []
  try {
    const told = await failed(
      command(() => {
        signal('STOP')
        // More than there are connections: those who wait for one are answered as well.
        readers = Array.from({ length: 3 * CONNECTIONS }, () => failed(reading()))
      }),
    )
    expect(told).toBe('unavailable')
    expect(new Set(await Promise.all(readers))).toEqual(new Set(['unavailable']))
    expect(await failed(reading())).toBe('unavailable')
  } finally {
    signal('CONT')
  }
  expect(await reading()).toEqual([{ n: 1 }])
  await vi.waitFor(async () => expect(done(await command(() => undefined))).toEqual({ n: 1 }), 30_000)
})
