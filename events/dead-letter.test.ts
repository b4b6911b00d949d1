import { expect, it } from 'vitest'
import { canBeRedriven, isInScope, type Letter, letterId, letterKeyOf, NO_SCHEMA, schemaIn } from './dead-letter'

const letter: Letter = {
  ...{ copy: 'search', era: 1, partition: 3, offset: '5124', position: '74553', after: '74540', at: '2026-11-30T12:00:00.000Z' },
  ...{
    reason: 'dataschema urn:payledger:payout:2 is unknown',
    schema: 'urn:payledger:payout:2',
    bytes: 'e30=',
    tried: null,
    settled: null,
  },
}

it('has a name that leads back to it, and to nothing else', () => {
  expect(letterId(letter)).toBe('search-1-3-5124')
  expect(letterKeyOf('search-1-3-5124')).toEqual({ copy: 'search', era: 1, partition: 3, offset: '5124' })
  for (const none of ['', 'ledger-1-3-5124', 'search-1-3', 'search-1-3-x', 'search-1-3-5124/..', 'search-1--3-5124'])
    expect(letterKeyOf(none)).toBeNull()
})

it('is meant by its name, by what it has in common with others, or by its copy', () => {
  const all = { copy: 'search', era: 1, letters: null, cause: null, schema: null } as const
  expect(isInScope(letter, all)).toBe(true)
  expect(isInScope(letter, { ...all, copy: 'finance' })).toBe(false)
  expect(isInScope(letter, { ...all, era: 2 })).toBe(false)
  expect(isInScope(letter, { ...all, cause: 'unknown-schema', schema: 'urn:payledger:payout:2' })).toBe(true)
  expect(isInScope(letter, { ...all, cause: 'unknown-schema', schema: NO_SCHEMA })).toBe(false)
  expect(isInScope(letter, { ...all, cause: 'unknown-schema' })).toBe(true)
  expect(isInScope({ ...letter, schema: null }, { ...all, schema: NO_SCHEMA })).toBe(true)
  expect(isInScope(letter, { ...all, letters: [[3, '5124']] })).toBe(true)
  expect(
    isInScope(letter, {
      ...all,
      letters: [
        [3, '5125'],
        [2, '5124'],
      ],
    }),
  ).toBe(false)
})

it('names a contract only where its bytes name one of ours', () => {
  expect(schemaIn(Buffer.from('{"dataschema":"urn:payledger:payout:2"}'))).toBe('urn:payledger:payout:2')
  for (const other of [
    '',
    'null',
    '[]',
    '{"dataschema":7}',
    '{"dataschema":"Ana Sample ES9121000418450200051332"}',
    '{"dataschema":"urn:payledger:payout:2"',
  ])
    expect(schemaIn(Buffer.from(other))).toBeNull()
  expect(schemaIn(null)).toBeNull()
})

it('is never read again without a place: nobody signed it', () => {
  expect(canBeRedriven('no-place')).toBe(false)
  expect(canBeRedriven('malformed')).toBe(true)
})
