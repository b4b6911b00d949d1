import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Answer, type Outcome, send } from './answer'
import type { Contract } from './contract'
import { problemOf } from './problem'

const response = z.strictObject({ id: z.string(), lines: z.int(), rows: z.array(z.strictObject({ at: z.string() })) })
const contract = { permission: 'runs:read', response, statuses: [200], errors: ['wrong-state'] } as const satisfies Contract
type Promised = Outcome<typeof response>

const RIGHT: Promised = { id: 'a', lines: 3, rows: [{ at: '2026-11-25' }] as const }

afterEach(() => vi.unstubAllEnvs())

test('what is promised is sent as it is', async () => {
  const sent = send(new Answer(RIGHT, 200, { etag: '"7"' }), contract, 'GET')
  expect(await sent.json()).toEqual(RIGHT)
  expect(sent.headers.get('etag')).toBe('"7"')
  expect(send(RIGHT, contract, 'GET').headers.get('cache-control')).toBe('no-store')
})

// @ts-expect-error A column whose type has changed does not compile where it is answered,
const RETYPED: Promised = { ...RIGHT, lines: '3' }
// @ts-expect-error nor one that is gone from a row,
const GONE: Promised = { ...RIGHT, rows: [{}] }
// @ts-expect-error nor a response that nobody has looked at.
const UNSEEN: Promised = new Response('{}')

test.each([
  ['a value of another type', RETYPED, 'lines'],
  ['a row that lacks something', GONE, 'at'],
  ['more than was promised', { ...RIGHT, accountNumber: 'ES91' }, 'accountNumber'],
  ['another status', new Answer(RIGHT, 201), '201'],
  ['a response that nobody has looked at', UNSEEN, 'Response'],
  ['a reason that it does not name', problemOf({ code: 'four-eyes', because: 'proposed' }, 'trace'), 'four-eyes'],
])('%s is found out wherever the product is made', (_, outcome, words) => {
  expect(() => send(outcome, contract, 'GET')).toThrow(words)
})

test('a reason that it names, and one that every route has, are answered', () => {
  expect(send(problemOf({ code: 'wrong-state', what: 'run', status: 'paying', wanted: 'a draft' }, 'trace'), contract, 'GET').status).toBe(
    409,
  )
  expect(() => send(problemOf({ code: 'in-progress' }, 'trace'), contract, 'POST')).not.toThrow()
})

test('where it runs, nobody is refused a good answer for its form', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  expect(await send({ ...RIGHT, more: 1 }, contract, 'GET').json()).toEqual({ ...RIGHT, more: 1 })
})
