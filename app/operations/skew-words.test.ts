/** Both meanings of version skew: from when on it is too much, and what repairs it. */
import { expect, it } from 'vitest'
import type { CopySkew } from '@/operations/version-skew'
import { definitionWords, distanceWords, olderWords, troubledSkews } from './skew-words'

const NONE: CopySkew = {
  ...{ copy: 'search', older: 0, isExact: true, oldestMs: null, olderDefinition: 0 },
  byDistance: { one: 0, two: 0, more: 0 },
}
const said = (change: Partial<CopySkew>) => {
  const { tone, word, repair } = olderWords({ ...NONE, ...change })
  return [tone, word, repair !== null]
}

it('some are older for a moment; longer than the copy promises is too long, and needs a repair', () => {
  expect(said({})).toEqual(['ok', 'None', false])
  expect(said({ older: 4, oldestMs: 30_000 })).toEqual(['ok', '4, oldest 30 s', false])
  expect(said({ older: 4, oldestMs: 30_001 })).toEqual(['warn', '4, oldest 30 s', true])
  expect(said({ copy: 'finance', older: 4, oldestMs: 30_001 })).toEqual(['ok', '4, oldest 30 s', false])
  expect(said({ copy: 'finance', older: 12_000, isExact: false, oldestMs: 121_000 })).toEqual(['warn', '12,000+, oldest 2 min', true])
})

it('one that a comparison found behind is wrong at once', () => expect(said({ older: 1 })).toEqual(['bad', '1', true]))

it('what nobody has measured is not said to be well', () => {
  expect(said({ older: null })).toEqual(['idle', 'Not known', true])
  expect(definitionWords({ ...NONE, olderDefinition: null }).word).toBe('Not known')
})

it('an older definition', () => {
  expect(definitionWords(NONE)).toEqual({ tone: 'ok', word: 'None', repair: null })
  expect(definitionWords({ ...NONE, olderDefinition: 1_204 })).toMatchObject({
    tone: 'warn',
    word: '1,204',
    repair: expect.stringContaining('search-projector'),
  })
})

it('by how many versions', () => {
  expect(distanceWords(NONE)).toBe(null)
  expect(distanceWords({ ...NONE, byDistance: { one: 3, two: 0, more: 2 } })).toBe('3 by one version, 2 by more')
})

it('counts what somebody has to look at', () => {
  expect(troubledSkews([NONE, { ...NONE, copy: 'finance' }])).toBe(0)
  expect(
    troubledSkews([
      { ...NONE, older: 1, olderDefinition: 5 },
      { ...NONE, copy: 'finance', older: null, olderDefinition: null },
    ]),
  ).toBe(2)
})
