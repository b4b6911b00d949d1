import { expect, test } from 'vitest'
import { readProblem } from './api-problem'

const answer = (status: number, body: unknown, headers = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })

test('a problem keeps its words, its trace and what is wrong by row', async () => {
  const problem = await readProblem(
    answer(422, {
      type: 'urn:x',
      title: 'The file has problems',
      detail: '2 rows',
      traceId: 'abc',
      errors: [{ row: 3, field: 'amount', reason: 'decimals' }, 'nonsense'],
    }),
  )
  expect(problem).toMatchObject({ status: 422, type: 'urn:x', title: 'The file has problems', detail: '2 rows', traceId: 'abc' })
  expect(problem.errors).toEqual([{ row: 3, field: 'amount', reason: 'decimals' }])
})

test('a conflict carries its differences, and only a 412 is a conflict', async () => {
  const changed = [{ field: 'status', seen: 'sent', now: 'settled' }]
  expect((await readProblem(answer(412, { changed }))).changed).toEqual(changed)
  expect((await readProblem(answer(422, { changed }))).changed).toBeNull()
})

test.each([
  ['a proxy’s page', '<html>Bad gateway</html>'],
  ['nothing', ''],
  ['a list', []],
])('%s instead of a problem still gives a sentence', async (_name, body) => {
  expect(await readProblem(answer(502, body))).toMatchObject({ title: 'The server could not do this', errors: [], detail: null })
})

test('Retry-After is read in seconds; a date is not guessed at', async () => {
  expect((await readProblem(answer(409, {}, { 'retry-after': '2' }))).retryAfterMs).toBe(2_000)
  expect((await readProblem(answer(409, {}, { 'retry-after': 'Wed, 25 Nov 2026 13:00:00 GMT' }))).retryAfterMs).toBeNull()
})
