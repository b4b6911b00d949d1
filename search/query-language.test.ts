import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildQuery } from './build-query'
import { fold } from './fold'
import { highlight } from './highlight'
import { parseQuery } from './query-language'

const NOW = new Date('2026-11-20T12:00:00Z')

it.each([
  ['garcia status:failed', { words: ['garcia'], filters: [{ field: 'status', value: 'failed', negated: false }] }],
  [
    '-status:Failed rail:SEPA',
    {
      filters: [
        { field: 'status', value: 'failed', negated: true },
        { field: 'rail', value: 'sepa', negated: false },
      ],
    },
  ],
  ['amount:>1000', { amounts: [{ above: '1000', negated: false }] }],
  ['amount:500..900.50', { amounts: [{ atLeast: '500', atMost: '900.50', negated: false }] }],
  ['last:24h', { from: '2026-11-19T12:00:00.000Z' }],
  ['from:2026-11-01 to:2026-11-02', { from: '2026-11-01T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z' }],
  ['company:"Polder Foods"', { filters: [{ field: 'company', value: 'Polder Foods', negated: false }] }],
  ['"van der Berg"', { words: ['van der Berg'] }],
  ['status:lost', { words: [], filters: [], ignored: [{ part: 'status:lost', reason: expect.stringContaining('submitted') }] }],
  ['amount:much', { ignored: [{ part: 'amount:much', reason: expect.any(String) }] }],
  ['12:30', { words: ['12:30'] }],
])('reads %s', (text, expected) => {
  expect(parseQuery(text, NOW)).toMatchObject(expected)
})

it.each([
  ['García', 'garcia'],
  ['STRAUẞ', 'strauss'],
  ['Łukasz Wójcik', 'lukasz wojcik'],
  ['O’Connor', 'oconnor'],
  ['Åkesson-Müller', 'akesson muller'],
  ['田中 太郎', '田中 太郎'],
])('folds %s to %s', (name, folded) => {
  expect(fold(name)).toBe(folded)
})

it('marks the words that were met, also begun or mistyped, and loses no letter', () => {
  expect(highlight('Lucía García Romero', ['garcia']).filter((piece) => piece.hit)).toMatchObject([{ text: 'García' }])
  expect(highlight('Inés Garzia', ['garcia']).filter((piece) => piece.hit)).toMatchObject([{ text: 'Garzia' }])
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string()),
      (name, typed) =>
        highlight(name, typed)
          .map((piece) => piece.text)
          .join('') === name,
    ),
  )
})

it('makes a query of anything that is typed', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('status:', '-amount:>', 'last:9', '"', 'amount:1..', 'toString:1', '__proto__:x', 'from:2026-99-99'),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const parsed = parseQuery(parts.join(' '), NOW)
      return typeof buildQuery(parsed, { companies: null, hashAccount: () => 'hash' }) === 'object'
    }),
  )
})
