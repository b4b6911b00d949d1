import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildQuery } from './build-query'
import { FILTERS } from './filters'
import { highlight } from './highlight'
import { nameTerms, normalizeName } from './normalize-name'
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
  ['September 2026', { words: [], filters: [{ field: 'period', value: '2026-09', negated: false }] }],
  ['sept 2026', { words: [], filters: [{ field: 'period', value: '2026-09', negated: false }] }],
  ['Sep. 2026', { words: [], filters: [{ field: 'period', value: '2026-09', negated: false }] }],
  ['09/2026', { words: [], filters: [{ field: 'period', value: '2026-09', negated: false }] }],
  ['9.2026', { words: [], filters: [{ field: 'period', value: '2026-09', negated: false }] }],
  ['garcia Dezember 2025', { words: ['garcia'], filters: [{ field: 'period', value: '2025-12', negated: false }] }],
  [
    'september',
    {
      words: ['september'],
      meanings: [{ word: 'september', text: 'period:2026-09', is: { field: 'period', value: '2026-09', negated: false } }],
    },
  ],
  ['december', { meanings: [{ word: 'december', text: 'period:2025-12', is: { field: 'period', value: '2025-12', negated: false } }] }],
  ['April Marcus 2026', { meanings: [expect.objectContaining({ text: 'amount:2026' })], words: ['April', 'Marcus', '2026'] }],
  ['31.12.2026', { filters: [] }],
  ['ac 04', { words: ['ac04'], meanings: [{ word: 'ac04', text: 'reason:ac04', is: { field: 'reason', value: 'AC04', negated: false } }] }],
  ['amount:>1000', { amounts: [{ above: '1000', negated: false }] }],
  ['amount:500..900.50', { amounts: [{ atLeast: '500', atMost: '900.50', negated: false }] }],
  ['last:24h', { from: '2026-11-19T12:00:00.000Z' }],
  ['to:9999-12-31', { to: '9999-12-31T23:59:59.999Z' }],
  ['from:0000-01-01', { from: '0000-01-01T00:00:00.000Z' }],
  ['from:2026-11-01 to:2026-11-02', { from: '2026-11-01T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z' }],
  ['company:"Polder Foods"', { filters: [{ field: 'company', value: 'Polder Foods', negated: false }] }],
  ['"van der Berg"', { words: ['van der Berg'] }],
  ['status:lost', { words: [], filters: [], ignored: [{ part: 'status:lost', reason: expect.stringContaining('submitted') }] }],
  ['amount:much', { ignored: [{ part: 'amount:much', reason: expect.any(String) }] }],
  ['12:30', { words: ['12:30'] }],
  ['garcia -romero -"van der Berg"', { words: ['garcia'], without: ['romero', 'van der Berg'] }],
  ['-83551', { words: ['83551'], without: [] }],
  ['garcia -00725', { words: ['garcia', '00725'], without: [] }],
  ['-"Haus 12"', { words: [], without: ['Haus 12'] }],
  ['ref:r-000123 account:ES91-2100', { filters: [{ value: 'R-000123' }, { field: 'account', value: 'ES91-2100' }] }],
  ['account:12', { filters: [], ignored: [{ part: 'account:12', reason: expect.stringContaining('account number') }] }],
  ['toString:1', { words: [], ignored: [{ part: 'toString:1', reason: 'there is no filter called tostring' }] }],
  ['-last:24h', { from: null, ignored: [{ part: '-last:24h', reason: 'you cannot exclude a time' }] }],
  ['garcia & -', { words: ['garcia'], ignored: [{ part: '&' }, { part: '-' }] }],
  ['gar\u0000cia', { words: ['gar', 'cia'] }],
  ['amount:>4.715,33', { amounts: [{ above: '4715.33', negated: false }] }],
  ["amount:1'000..2.000,5", { amounts: [{ atLeast: '1000', atMost: '2000.5', negated: false }] }],
  ['amount:€50', { amounts: [{ atLeast: '50', atMost: '50', currency: 'EUR', negated: false }] }],
  ['IBAN ES91 2100 0418 4502 0005 1332', { words: [], filters: [{ field: 'account', value: 'ES91 2100 0418 4502 0005 1332' }] }],
  ['garcia iban: ES9121000418450200051332', { words: ['garcia'], filters: [{ field: 'account', value: 'ES9121000418450200051332' }] }],
  ['ES91 2100 0418 4502 0005 1332 garcia', { words: ['garcia'], filters: [{ field: 'account' }] }],
  ['account:"ES91 2100 0418 4502 0005 1332"', { words: [], ignored: [], filters: [{ value: 'ES91 2100 0418 4502 0005 1332' }] }],
  ['booked:2025-12-02', { filters: [{ field: 'booked', value: '2025-12-02', negated: false }] }],
  ['-booked:2025-12', { filters: [{ field: 'booked', value: '2025-12', negated: true }] }],
  ['value:2025-12', { filters: [{ field: 'value', value: '2025-12', negated: false }] }],
  [
    'booked:2025-02-30',
    { filters: [], ignored: [{ part: 'booked:2025-02-30', reason: expect.stringContaining('the bank booked it') }], asksNothing: true },
  ],
  ['booked:yesterday', { filters: [], ignored: [{ part: 'booked:yesterday' }] }],
  ['value:2025-13', { filters: [], ignored: [{ part: 'value:2025-13' }] }],
  ['status:lost', { asksNothing: true }],
  ['garcia status:lost', { asksNothing: false }],
  ['', { asksNothing: false }],
])('reads %s', (text, expected) => {
  expect(parseQuery(text, NOW)).toMatchObject(expected)
})

it.each([
  ['4715.33', ['amount:4715.33']],
  ['4.715,33', ['amount:4715.33']],
  ['4 715,33', ['amount:4715.33']],
  ["4'715.33", ['amount:4715.33']],
  ['€4715.33', ['amount:4715.33 currency:eur']],
  ['4715,33€', ['amount:4715.33 currency:eur']],
  ['4715', ['amount:4715']],
  ['1.000', ['amount:1000', 'amount:1.000']],
  ['KWD1.000', ['amount:1.000 currency:kwd']],
  ['EUR1.000', ['amount:1000 currency:eur']],
  ['1234567890123', []],
  ['1.2.3', []],
  ['AC04', ['reason:ac04']],
  ['ms03', ['reason:ms03']],
  ['2026-09', ['period:2026-09']],
  ['failed', ['status:failed']],
  ['Paid', ['status:settled']],
  ['SEPA', ['rail:sepa']],
  ['"failed"', []],
  ['-failed', []],
  ['garcia', []],
])('%s may mean %j', (text, meanings) => {
  expect(parseQuery(text, NOW).meanings.map((meaning) => meaning.text)).toEqual(meanings)
})

it('understands what it offers instead of a word', () => {
  for (const text of ['4.715,33', '€12', 'AC04', '2026-09', 'paid', 'sepa', '1.000']) {
    for (const meaning of parseQuery(text, NOW).meanings) expect(parseQuery(meaning.text, NOW)).toMatchObject({ ignored: [], words: [] })
  }
})

it('takes days as those of the zone on screen', () => {
  expect(parseQuery('from:2026-11-29 to:2026-11-29', NOW, 'Asia/Tokyo')).toMatchObject({
    from: '2026-11-28T15:00:00.000Z',
    to: '2026-11-29T15:00:00.000Z',
  })
})

it('finds nothing by what it does not understand', () => {
  expect(buildQuery(parseQuery('status:lost', NOW), { companies: null, hashAccount: () => '' })).toEqual({ match_none: {} })
})

it.each([
  ['García', 'garcia'],
  ['STRAUẞ', 'strauss'],
  ['Łukasz Wójcik', 'lukasz wojcik'],
  ['O’Connor', 'oconnor'],
  ['Åkesson-Müller', 'akesson muller'],
  ['田中 太郎', '田中 太郎'],
  ['ΓΙΏΡΓΟΣ', 'γιωργοσ'],
  ['नेहा', 'नेहा'],
  ['김민준', '김민준'],
  ['Ｌｕｃｉａ', 'lucia'],
])('folds %s to %s', (name, folded) => {
  expect(normalizeName(name)).toBe(folded)
})

it('folds to what folding leaves as it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normalizeName(normalizeName(text)) === normalizeName(text)))
})

it.each([
  ['Lucía García', 'lucia garcia'],
  ['田中 太郎', '田中 太郎 田中太郎 中太郎 郎'],
  ['김 민준', '김 민준 김민준 준'],
])('finds %s by the terms %s', (name, terms) => {
  expect(nameTerms(name).split(' ').sort()).toEqual(terms.split(' ').sort())
})

it('names every filter that it reads, with an example that it takes', () => {
  for (const [name, { takes }] of Object.entries(FILTERS)) {
    const [value = ''] = /[a-z0-9>.-]+$/i.exec(takes.split(/,| or /)[0] ?? '') ?? []
    const example = { company: 'Polder', ref: 'R1234', account: '1234' }[name] ?? value
    expect(parseQuery(`${name}:${example}`, NOW)).toMatchObject({ ignored: [], words: [] })
  }
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

it('leaves a facet its own field out, and no other', () => {
  const parsed = parseQuery('garcia status:failed rail:sepa -status:held', NOW)
  const options = { companies: ['c1'], hashAccount: () => 'hash' }
  const text = (except?: 'status') => JSON.stringify(buildQuery(parsed, options, except))
  expect(text()).toContain('failed')
  expect(text('status')).not.toContain('failed')
  for (const kept of ['c1', 'garcia', 'sepa']) expect(text('status')).toContain(kept)
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
