import { expect, it } from 'vitest'
import { companyNames, needingWords } from './companies-words'

it.each([
  [['A'], 'After that A has fewer'],
  [['A', 'B'], 'After that A and B have fewer'],
  [['A', 'B', 'C'], 'After that A, B and C have fewer'],
  [['A', 'B', 'C', 'D', 'E'], 'After that A, B, C and 2 more have fewer'],
])('%s', (companies, begins) => expect(needingWords(companies)).toContain(begins))

it.each([
  [0, 0, 'every company'],
  [3, 3, 'A0, A1, A2'],
  [4, 4, 'A0, A1, A2 and 1 more'],
  [50, 5_000, 'A0, A1, A2 and 4,997 more'],
  [2, 4, 'A0, A1 and 2 more'],
])('%i companies given of %i: %s', (given, total, words) => {
  expect(
    companyNames(
      Array.from({ length: given }, (_, n) => ({ name: `A${n}` })),
      { total },
    ),
  ).toBe(words)
})
