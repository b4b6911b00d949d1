/** If one of these fails, a copy applies an event twice, leaves one out without noticing, or stops at every one. */
import { describe, expect, it } from 'vitest'
import { comparePosition, readPosition } from './position'

describe('the place in a message’s headers', () => {
  it('is read as text and as bytes, up to the largest that the journal can have', () => {
    expect(readPosition({ position: '12', previous: Buffer.from('9') })).toEqual({ position: 12n, previous: 9n })
    expect(readPosition({ position: '9'.repeat(19), previous: '0' })).toEqual({ position: 9_999_999_999_999_999_999n, previous: 0n })
  })

  const none = 'no readable position header'
  it.each([
    ['no headers', undefined, none],
    ['no position', { previous: '9' }, none],
    ['several positions', { position: ['12', '13'], previous: '9' }, none],
    ['an empty position', { position: '', previous: '9' }, none],
    ['a sign', { position: '-12', previous: '9' }, none],
    ['something behind the number', { position: '12 ', previous: '9' }, none],
    ['more digits than any', { position: '1'.repeat(20), previous: '9' }, none],
    ['no previous', { position: '12' }, 'no readable previous header'],
    ['a previous that is no number', { position: '12', previous: 'x9' }, 'no readable previous header'],
    ['itself as its previous', { position: '12', previous: '12' }, 'position 12 does not follow 12'],
    ['a previous that is later', { position: '12', previous: '13' }, 'position 12 does not follow 13'],
  ])('cannot be read where there is %s', (_, headers, why) => expect(readPosition(headers)).toBe(why))
})

it.each([
  [11n, 'duplicate'],
  [12n, 'duplicate'],
  [13n, 'next'],
])('an event is the next one only behind what was applied: position %d is a %s', (position, verdict) => {
  expect(comparePosition(12n, { position, previous: position - 1n })).toBe(verdict)
})

it('an event whose predecessor was not applied shows a gap', () => {
  expect(comparePosition(12n, { position: 15n, previous: 12n })).toBe('next')
  expect(comparePosition(12n, { position: 15n, previous: 3n })).toBe('next')
  expect(comparePosition(12n, { position: 15n, previous: 13n })).toBe('gap')
})
