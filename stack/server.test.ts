/** A server is started again whenever it has ended by itself: while it runs, and while it starts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startChild } from './processes/child'
import { createServer, keepUp, type Server } from './server'

let folder: string
let server: Server

/** Waits a little before it listens; fails as long as `fails` says how often. */
const PROGRAM = `
  const { readFileSync, writeFileSync } = require('node:fs')
  const [, port, fails, slowMs] = process.argv
  const left = Number(readFileSync(fails, 'utf8'))
  writeFileSync(fails, String(Math.max(0, left - 1)))
  if (left > 0) process.exit(3)
  setTimeout(() => require('node:net').createServer((socket) => socket.end()).listen(Number(port), '127.0.0.1'), Number(slowMs))
  process.stdin.on('end', () => process.exit(0)).resume()`

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payledger-server-'))
  fails(0)
  server = await createServer({
    name: 'a server',
    launch: async (port) =>
      startChild({
        command: process.execPath,
        args: ['-e', PROGRAM, String(port), join(folder, 'fails'), '700'],
        env: process.env,
        cwd: folder,
        logFile: join(folder, 'log'),
      }),
    isReady: (port) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
        socket.on('data', () => {})
      }),
  })
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const fails = (times: number) => writeFileSync(join(folder, 'fails'), String(times))
const starts = () => Number(readFileSync(join(folder, 'fails'), 'utf8'))
const until = (condition: () => unknown) => expect.poll(condition, { timeout: 30_000, interval: 20 })
const kill = async (): Promise<number> => {
  await until(() => server.pid).not.toBeNull()
  const pid = server.pid ?? 0
  process.kill(pid, 'SIGKILL')
  await until(() => server.pid !== pid).toBe(true)
  return pid
}

it('that was killed while it ran, and killed again while it starts', { timeout: 120_000 }, async () => {
  await server.start()
  const said: string[] = []
  let isEnding = false
  keepUp(server, { say: (line) => said.push(line), onRestart: () => {}, isEnding: () => isEnding })
  await kill()
  await kill()
  await kill()
  await until(() => said.at(-1)).toBe('a server is back.')
  expect(server.pid).not.toBeNull()
  isEnding = true
})

it('that is killed at its very first start', { timeout: 120_000 }, async () => {
  const starting = server.start()
  await kill()
  await starting
  expect(server.pid).not.toBeNull()
})

it('but not for ever one that never comes up, and none that was told to stop', { timeout: 120_000 }, async () => {
  fails(99)
  await expect(server.start()).rejects.toThrow('a server did not start: it ended with code 3')
  expect(99 - starts()).toBe(3)
  fails(0)
  await server.start()
  await server.stop()
  const starting = server.start()
  await until(() => server.pid).not.toBeNull()
  await server.stop()
  await expect(starting).rejects.toThrow('did not start')
  expect(server.pid).toBeNull()
})
