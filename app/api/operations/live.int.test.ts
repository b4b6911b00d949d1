/** The pipeline as a stream, with real sessions: who may not sees none, who may no more loses it, and nobody has more than a few. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { operations } from '@/app/http/answers/operations'
import { server } from '@/app/http/server'
import { testEnv } from '@/stack/test-runner/database'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { GET as live } from './live/route'

let test: TestLedger
let people: People
const ids = new Map<string, string>()
const opened: AbortController[] = []

beforeAll(async () => {
  test = await testLedger()
  const env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['operator', 'leaver'] as const) ids.set(person, await people.add(person, 'operator'))
  await people.add('support', 'support')
})
afterAll(async () => {
  for (const each of opened) each.abort()
  await server().ledger.$disconnect()
  await test.close()
})

async function open(who: string | null): Promise<Response> {
  const gone = new AbortController()
  opened.push(gone)
  const headers: Record<string, string> = who === null ? {} : { cookie: people.cookieOf(who) }
  return live(new Request('http://127.0.0.1:3000/api/operations/live', { headers, signal: gone.signal }), { params: Promise.resolve({}) })
}

async function* eventsOf(response: Response): AsyncGenerator<string> {
  const words = new TextDecoder()
  for await (const chunk of response.body as ReadableStream<Uint8Array>) yield words.decode(chunk)
}

it('is refused to who is signed out or no operator', async () => {
  expect([(await open(null)).status, (await open('support')).status]).toEqual([401, 403])
})

it('tells what the contract promises, and nobody has more than five', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => open('operator')))
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const [first] = all
  for await (const event of eventsOf(first as Response)) {
    const data = /^data: (.*)$/m.exec(event)?.[1]
    if (data === undefined) continue
    expect(operations.safeParse(JSON.parse(data)).error).toBeUndefined()
    expect(event).toMatch(/^id: \d{4}-.*Z\nevent: figures\n/)
    break
  }
  // The one that was read to there has been let go of.
  await vi.waitFor(async () => expect((await open('operator')).status).toBe(200))
  expect((await open('operator')).status).toBe(429)
  for (const each of opened) each.abort()
  await vi.waitFor(async () => expect((await open('operator')).status).toBe(200))
})

it('ends within ten seconds once the person is deactivated', { timeout: 30_000 }, async () => {
  const response = await open('leaver')
  const heard: string[] = []
  let beganMs = performance.now()
  for await (const event of eventsOf(response)) {
    heard.push(event)
    if (heard.length === 2) {
      await test.ledger.$executeRaw`UPDATE app_user SET deactivated_at = clock_timestamp() WHERE id = ${ids.get('leaver')}`
      beganMs = performance.now()
    }
  }
  expect(heard.at(-1)).toBe('event: refused\ndata: {"status":401}\n\n')
  expect(performance.now() - beganMs).toBeLessThan(12_000)
})
