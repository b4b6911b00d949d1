/** If one of these fails, the broker refuses what the relay sends, or consumers read something else than it wrote. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BatchRecord, encodeBatch } from './record-batch'

// As the library writes them; nothing in this file replaces its functions.
const require = createRequire(import.meta.url)
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0')
const Record = require('kafkajs/src/protocol/recordBatch/record/v0')

const NOW = 1_790_000_000_000
const written = async (records: readonly BatchRecord[]): Promise<Buffer> => {
  const encoded = records.map((record, offsetDelta) => Record({ ...record, offsetDelta }))
  return (await RecordBatch({ records: encoded, firstTimestamp: NOW, maxTimestamp: NOW, lastOffsetDelta: records.length - 1 })).buffer
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 })
const bytes = fc.oneof(
  text,
  text.map((each) => Buffer.from(each)),
  fc.integer({ min: 0, max: 40_000 }).map((n) => 'é'.repeat(n)),
)
const record = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(text, bytes, { maxKeys: 4, noNullPrototype: true }),
})

it('is the library’s, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
      const batch = encodeBatch({ records, firstTimestamp: NOW, maxTimestamp: NOW })
      expect(batch.equals(await written(records))).toBe(true)
    }),
  )
})

it('is the library’s at every length at which a number takes one byte more', async () => {
  for (const length of [63, 64, 8_191, 8_192, 1_048_575, 1_048_576]) {
    const records = [{ key: 'a', value: 'x'.repeat(length) }]
    expect(encodeBatch({ records, firstTimestamp: NOW, maxTimestamp: NOW }).equals(await written(records)), String(length)).toBe(true)
  }
  const many = Array.from({ length: 10_000 }, (_, n) => ({ key: null, value: String(n) }))
  expect(encodeBatch({ records: many, firstTimestamp: NOW, maxTimestamp: NOW }).equals(await written(many))).toBe(true)
})
