import fc from 'fast-check'
import { Partitioners } from 'kafkajs'
import { it } from 'vitest'
import { partitionOf } from '@/events/partition'

it('puts a key where every Kafka client would look for it', () => {
  const reference = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({ partitionId, leader: 1 }))
  const expected = (key: string) => reference({ topic: 't', partitionMetadata: partitionMetadata as never, message: { key, value: '' } })
  const ascii = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), ascii), (key) => partitionOf(key) === expected(key)),
    { numRuns: 5_000 },
  )
})
