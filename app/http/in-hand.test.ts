/** Counted at a real server, with requests that hang, are sent slowly, and are given up. */
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { countInHand, isBusy } from './in-hand'

const hanging = new Set<ServerResponse>()
const server = createServer((asked, answer) => {
  hanging.add(answer)
  answer.on('close', () => hanging.delete(answer))
  asked.resume()
})
let port = 0
let now = 10_000_000

beforeAll(async () => {
  countInHand()
  countInHand()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
})
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  now += 60_000
})
afterEach(async () => {
  server.closeAllConnections()
  await are(0)
  vi.restoreAllMocks()
})
afterAll(() => void server.close())

const ask = (many: number) =>
  Array.from({ length: many }, () =>
    request({ port })
      .on('error', () => {})
      .end(),
  )
const are = (many: number) => vi.waitFor(() => expect(hanging.size).toBe(many))
const is = (busy: boolean) => vi.waitFor(() => expect(isBusy()).toBe(busy))

/** Answers so many, each with that status. */
async function answer(many: number, status = 200): Promise<void> {
  const left = hanging.size - many
  for (const each of [...hanging].slice(0, many)) each.writeHead(status).end('done')
  await are(left)
}

it('is busy from the twenty-first on, until one is answered or given up', async () => {
  const asked = ask(20)
  await are(20)
  expect(isBusy()).toBe(false)
  ask(1)
  await are(21)
  expect(isBusy()).toBe(true)
  await answer(1)
  await is(false)
  ask(1)
  await is(true)
  asked.at(-1)?.destroy()
  await is(false)
})

it('takes as many at once as it answered in the last second, and a hundred at most', async () => {
  ask(40)
  await are(40)
  await answer(40)
  now += 1_000
  ask(40)
  await are(40)
  expect(isBusy()).toBe(false)
  ask(1)
  await are(41)
  expect(isBusy()).toBe(true)
  await answer(41)
  now += 2_000
  ask(21)
  await are(21)
  expect(isBusy()).toBe(true)
  await answer(21)
  ask(150)
  await are(150)
  await answer(150)
  ask(100)
  await are(100)
  expect(isBusy()).toBe(false)
  ask(1)
  await is(true)
})

it('does not take what it refused for an answer', async () => {
  ask(60)
  await are(60)
  await answer(60, 503)
  ask(21)
  await are(21)
  expect(isBusy()).toBe(true)
})

it('leaves out what is read slowly', async () => {
  ask(30)
  await are(30)
  for (const each of hanging) each.writeHead(200).write('a part')
  expect(isBusy()).toBe(true)
  now += 10_000
  expect(isBusy()).toBe(false)
  ask(20)
  await are(50)
  expect(isBusy()).toBe(false)
  ask(1)
  await is(true)
  now += 60_000
  // Nothing of these was answered, however long ago they were asked.
  expect(isBusy()).toBe(true)
})

it('leaves out files of the app', async () => {
  for (let number = 0; number < 50; number++)
    request({ port, path: '/_next/static/chunk.js' })
      .on('error', () => {})
      .end()
  await are(50)
  expect(isBusy()).toBe(false)
})

it('leaves out what is still being sent', async () => {
  const slow = Array.from({ length: 150 }, () => {
    const sending = request({ port, method: 'POST', headers: { 'transfer-encoding': 'chunked' } }).on('error', () => {})
    sending.write('a part')
    return sending
  })
  await are(150)
  expect(isBusy()).toBe(false)
  for (const sending of slow) sending.end()
  await is(true)
})
