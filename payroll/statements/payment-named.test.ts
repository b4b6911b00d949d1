/** A payment that the bank names by our instruction id alone must be found; one it names twice over must not be guessed. */
import { expect, it } from 'vitest'
import { idsInQuestion, namesTwo, paymentNamed } from './payment-named'

const OURS = new Set(['A', 'B'])
it.each([
  ['A', null, 'A'],
  ['A', 'A', 'A'],
  ['A', 'BANK', 'A'],
  [null, 'A', 'A'],
  ['OTHER', 'A', 'A'],
  [null, 'BANK', null],
  ['OTHER', 'BANK', 'OTHER'],
  ['A', 'B', null],
  [null, null, null],
])('end-to-end id %s and instruction id %s name %s', (endToEndId, instructionId, named) => {
  const names = { endToEndId, instructionId }
  expect(paymentNamed(names, OURS)).toBe(named)
  expect(namesTwo(names, OURS)).toBe(endToEndId === 'A' && instructionId === 'B')
})

it('asks the ledger only about what is given as two different ids', () => {
  const given = [
    { endToEndId: 'A', instructionId: 'A' },
    { endToEndId: 'B', instructionId: null },
    { endToEndId: 'C', instructionId: 'D' },
    { endToEndId: null, instructionId: 'E' },
  ]
  expect(idsInQuestion(given).sort()).toEqual(['C', 'D', 'E'])
})
