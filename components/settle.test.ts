import { expect, test } from 'vitest'
import { ApiLost, ApiProblem } from './api-problem'
import { settle, Unsettled } from './settle'

const problem = (status: number, retryAfterMs: number | null = null, type = 't') =>
  new ApiProblem(status, type, 'No', null, null, [], {}, retryAfterMs)

/** Fails with each error in turn, then answers; tells what was said and waited for on the way. */
async function play(errors: unknown[]) {
  const waits: number[] = []
  const unknowns: boolean[] = []
  const left = [...errors]
  const attempt = async () => {
    if (left.length > 0) throw left.shift()
    return 'done'
  }
  const wait = async (ms: number) => void waits.push(ms)
  const end = await settle(attempt, { onUnknown: (unknown) => unknowns.push(unknown), wait }).catch((error: unknown) => error)
  return { end, waits, unknowns }
}

test('a lost connection is asked about again until there is an answer', async () => {
  expect(await play([new ApiLost(), new ApiLost(), new ApiLost()])).toEqual({
    end: 'done',
    waits: [500, 1_000, 2_000],
    unknowns: [true, true, true],
  })
})

test('a restarting server is no refusal', async () => expect((await play([problem(503), problem(502)])).end).toBe('done'))

test('a twin still running is waited for as long as it asks', async () => {
  expect(await play([problem(409, 3_000)])).toMatchObject({ end: 'done', waits: [3_000] })
})

test.each([400, 403, 409, 412, 422, 500])('a %i is an answer and is not repeated', async (status) => {
  expect(await play([problem(status)])).toMatchObject({ end: { status }, waits: [], unknowns: [] })
})

test('a full disk is an answer, for nothing was saved', async () => {
  const full = problem(503, 60_000, 'urn:payledger:problem:disk-full')
  expect(await play([full])).toMatchObject({ end: full, waits: [] })
})

test('the pauses stop growing', async () => {
  expect((await play(Array.from({ length: 9 }, () => new ApiLost()))).waits.at(-1)).toBe(10_000)
})

test.each([
  ['a connection that does not come back', () => new ApiLost()],
  ['a store that stays away', () => problem(503, 2_000)],
  ['a twin that never ends', () => problem(409, 1_000)],
])('%s is asked about for two minutes and no longer', async (_, error) => {
  const { end, waits } = await play(Array.from({ length: 1_000 }, () => error()))
  const waited = waits.reduce((sum, ms) => sum + ms, 0)
  expect(end).toBeInstanceOf(Unsettled)
  expect(waited).toBeGreaterThan(100_000)
  expect(waited).toBeLessThanOrEqual(120_000)
})
