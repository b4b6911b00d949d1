import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { requestHash } from './idempotency'

/** As hashes were made that are stored. */
function before(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(before).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${before(field)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
const hashBefore = (method: string, meaning: unknown): string =>
  createHash('sha256')
    .update(`${method}\n${before(meaning)}`)
    .digest('hex')

it.each<[string, unknown]>([
  ['no body', undefined],
  ['nothing', null],
  ['an empty body', {}],
  ['a reason', { reason: 'Größe "11"\n\u2028 \u007f 給与 😀' }],
  ['what was left out', { payDate: '2026-11-25', kind: undefined, lines: [undefined, null, 1.5, -0, 1e21, 1e-7] }],
  ['names that look like numbers, and such beyond ASCII', { b: 1, 10: 2, 9: 3, é: 4, '\ud83d\ude00': 5, '\uffee': 6, '': 7 }],
  [
    'a mapping',
    { again: false, mapping: { sheet: null, fields: { account: { from: 'column', header: 'IBAN', index: 3 } }, headerRow: 1 } },
  ],
])('the hash of %s is the one that is stored', (_, meaning) => {
  expect(requestHash('POST', meaning)).toBe(hashBefore('POST', meaning))
})

it('and of whatever else JSON can say', () => {
  const meaning = fc.jsonValue({ stringUnit: 'binary' })
  fc.assert(fc.property(meaning, (value) => requestHash('PUT', value) === hashBefore('PUT', value)))
})

it('the same in another order is the same request; another method or value is another', () => {
  const hash = requestHash('POST', { a: 1, b: { c: [1, 2], d: null } })
  expect(requestHash('POST', { b: { d: null, c: [1, 2] }, a: 1 })).toBe(hash)
  expect(requestHash('PUT', { a: 1, b: { c: [1, 2], d: null } })).not.toBe(hash)
  expect(requestHash('POST', { a: 1, b: { c: [2, 1], d: null } })).not.toBe(hash)
  expect(hash).toBe(createHash('sha256').update('POST\n{"a":1,"b":{"c":[1,2],"d":null}}').digest('hex'))
})
