import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash, jsonPieces } from './content-hash'
import { unreadable } from './unreadable'

const PLACES = ['line', 'notUnderstood', 'notUnderstoodIn', 'fingerprint']
const whole = (value: unknown): string =>
  JSON.stringify(value, (key, each: unknown) => (PLACES.includes(key) ? undefined : typeof each === 'bigint' ? each.toString() : each))

const leaf = fc.oneof(fc.string(), fc.integer(), fc.bigInt(), fc.boolean(), fc.constant(null))
const key = fc.oneof(fc.string(), fc.constantFrom(...PLACES, 'entries'))
const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, tie('node')),
  node: fc.oneof(
    fc.dictionary(key, fc.oneof(tie('tree'), fc.constant(undefined)), { maxKeys: 6 }),
    fc.array(tie('tree'), { maxLength: 5 }),
    leaf.map((each) => Array.from({ length: 101 }, (_, n) => ({ n, each, line: n }))),
  ),
}))

test('is written in pieces as it would be written at once', () => {
  fc.assert(fc.property(tree, (value) => void expect([...jsonPieces(value)].join('')).toBe(whole(value))))
})

test('is the hash of that', async () => {
  const report = unreadable('a reason')
  expect(await contentHash(report)).toBe(createHash('sha256').update(whole(report)).digest('hex'))
})
