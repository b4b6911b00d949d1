import { expect, it } from 'vitest'
import { countProblems, errorFile } from './problem-list'

const errors = [
  { row: 2, field: 'account', reason: 'Not an IBAN.' },
  { row: 2, field: 'amount', reason: 'Two decimals.' },
  { row: 3, field: 'account', reason: 'Not an IBAN.' },
  { row: 9, reason: 'This row has 8 cells, the header has 7.' },
]

it('counts problems, rows and columns', () => {
  expect(countProblems(errors)).toEqual({
    total: 4,
    rows: 3,
    fields: [
      { field: 'account', count: 2 },
      { field: 'amount', count: 1 },
      { field: 'whole row', count: 1 },
    ],
  })
})

it('counts what the server left out', () => {
  expect(countProblems([...errors, { reason: 'And 12,345 more.' }])).toMatchObject({ total: 12_349, rows: 3 })
})

it('writes them as a file', () => {
  expect(errorFile(errors.slice(3))).toBe('\ufeffrow,column,problem\r\n9,,"This row has 8 cells, the header has 7."\r\n')
})
