/** The key of a person in files and the key in the ledger are one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personKey } from '@/payroll-files/person-key'
import { randomOf } from '@/stack/sample-data/random'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const inLedger = async (numbers: readonly string[]): Promise<string[]> => {
  const rows = await test.ledger.$queryRaw<{ key: string }[]>`
    SELECT person_key(number) AS key FROM unnest(${numbers}::text[]) WITH ORDINALITY AS given(number, n) ORDER BY n`
  return rows.map(({ key }) => key)
}
const SAME: Readonly<Record<string, readonly string[]>> = {
  7100: [
    '7100',
    '7100.0',
    '7100.00',
    '7100,0',
    '007100',
    '７１００',
    '#7100',
    '# 7100',
    "'7100",
    '’7100',
    '7 100',
    '7\u00a0100',
    '7\u2009100',
    '7\u202f100',
    '7,100',
    '7,100.0',
    '٧١٠٠',
    '۷۱۰۰',
    '71\u00ad00',
  ],
  12345678: ['12,345,678', '012345678', '12 345 678'],
  'A-12': ['a-12', 'A–12', 'A‑12', 'Ａ-12', 'A - 12'],
  EMP12: ['EMP 12', 'emp12', 'Emp#12'],
  'JO ANN GROSS': ['Jo Ann Gross', ' jo ann gross '],
  'ANN ALEE': ['Ann Alee'],
  'ANNA LEE': ['Anna Lee'],
  OBRIEN: ["O'Brien", 'O’Brien'],
  0: ['0', '000', '0.0', '#'],
}

describe('the key of a person', () => {
  it.each(Object.entries(SAME))('%s', async (key, numbers) => {
    const every = numbers.map(() => key)
    expect(numbers.map(personKey)).toEqual(every)
    expect(await inLedger(numbers)).toEqual(every)
  })

  it('is another where the numbers are others', () => {
    const numbers = ['7100', '71000', '7100.5', '7100.1', '7.100', '7-100', '7100/0', '7,10', 'A7100', '7100A']
    expect(new Set(numbers.map(personKey)).size).toBe(numbers.length)
  })

  it('is the same in files and in the ledger, whatever is written', async () => {
    const random = randomOf('person keys')
    const letters = [..."00123789,,.. #-/_aAzé’'`\u00a0\u202f\u2013\u00ad０７٣۴№Ⅷ漢"]
    const numbers = Array.from({ length: 3_000 }, () => Array.from({ length: random.between(1, 8) }, () => random.pick(letters)).join(''))
    expect(await inLedger(numbers)).toEqual(numbers.map(personKey))
  })
})
