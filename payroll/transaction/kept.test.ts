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
