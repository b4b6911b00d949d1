import { expect, it } from 'vitest'
import type { Ledger } from '@/prisma/connect'
import { keptAnswers } from './kept'

const ledger = {} as Ledger

/** Says how often it was asked to find something. */
function counter() {
  const asked = { times: 0 }
  return { asked, find: (from: string) => () => Promise.resolve({ from, found: ++asked.times }) }
}

it('finds once what is asked for again, also while it is being found', async () => {
  const answer = keptAnswers<number>(2)
  const { find } = counter()
  expect(await Promise.all([answer(ledger, 'run', 'a', find('a')), answer(ledger, 'run', 'a', find('a'))])).toEqual([1, 1])
  expect(await answer(ledger, 'run', 'a', find('a'))).toBe(1)
})

it('finds anew when what it was found from has changed', async () => {
  const answer = keptAnswers<number>(2)
  const { find } = counter()
  await answer(ledger, 'run', 'a', find('a'))
  expect(await answer(ledger, 'run', 'b', find('b'))).toBe(2)
})

it('does not keep under an old name what was found from something newer', async () => {
  const answer = keptAnswers<number>(2)
  const { find } = counter()
  await answer(ledger, 'run', 'a', find('b'))
  expect(await answer(ledger, 'run', 'a', find('a'))).toBe(2)
})

it('does not keep a failure, and keeps no more than it may', async () => {
  const answer = keptAnswers<number>(2)
  const { find, asked } = counter()
  await expect(answer(ledger, 'run', 'a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  for (const id of ['one', 'two', 'three']) await answer(ledger, id, 'a', find('a'))
  expect(asked.times).toBe(3)
  await answer(ledger, 'three', 'a', find('a'))
  expect(asked.times).toBe(3)
  expect(await answer(ledger, 'one', 'a', find('a'))).toBe(4)
})

it('finds anew what could not be found, for it may be possible now', async () => {
  const answer = keptAnswers<number>(2)
  const { find } = counter()
  await expect(answer(ledger, 'run', 'a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await answer(ledger, 'run', 'a', find('a'))).toBe(1)
})

it('forgets first what was not asked for the longest', async () => {
  const answer = keptAnswers<number>(2)
  const { find, asked } = counter()
  for (const id of ['one', 'two', 'one', 'three', 'one']) await answer(ledger, id, 'a', find('a'))
  expect(asked.times).toBe(3)
})

it.each([
  ['fails', () => Promise.reject(new Error('lost'))],
  ['is found from something newer', () => Promise.resolve({ from: 'c', found: 7 })],
])('keeps the newer answer when an older one that is still on its way %s', async (_, end) => {
  const answer = keptAnswers<number>(2)
  const { find, asked } = counter()
  const { promise, resolve } = Promise.withResolvers<void>()
  const older = answer(ledger, 'run', 'a', () => promise.then(end)).catch(() => null)
  await answer(ledger, 'run', 'b', find('b'))
  resolve()
  await older
  await answer(ledger, 'run', 'b', find('b'))
  expect(asked.times).toBe(1)
})

it('answers also what was forgotten while it was being found', async () => {
  const answer = keptAnswers<number>(1)
  const { find } = counter()
  const { promise, resolve } = Promise.withResolvers<void>()
  const slow = answer(ledger, 'one', 'a', () => promise.then(() => ({ from: 'b', found: 7 })))
  await answer(ledger, 'two', 'a', find('a'))
  resolve()
  expect(await slow).toBe(7)
})
