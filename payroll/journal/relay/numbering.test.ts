/** If one of these fails, two events have one position, or a copy cannot tell that one is missing. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BEGINNING } from './journal'
import { numberRows, unnumbered } from './numbering'

const PARTITIONS = 3
const partitionOf = (aggregateId: string) => Number(aggregateId) % PARTITIONS
const row = (n: number, aggregateId = String(n)) => ({ xid: String(100 + n), seq: String(n), aggregateId, event: `{"n":${n}}` })
const anyRows = fc.array(fc.nat(9), { maxLength: 30 }).map((ids) => ids.map((id, n) => row(n, String(id))))

it('begins before the first event', () => {
  expect(unnumbered(2)).toEqual({ cursor: BEGINNING, position: 0n, last: [0n, 0n], hash: '0'.repeat(64) })
})

it('gives each event the next position, and names the one before it in its partition', () => {
  const { events, after } = numberRows(unnumbered(PARTITIONS), [row(1), row(2), row(4), row(1)], partitionOf)
  expect(events).toEqual([
    { aggregateId: '1', event: '{"n":1}', partition: 1, position: 1n, previous: 0n },
    { aggregateId: '2', event: '{"n":2}', partition: 2, position: 2n, previous: 0n },
    { aggregateId: '4', event: '{"n":4}', partition: 1, position: 3n, previous: 1n },
    { aggregateId: '1', event: '{"n":1}', partition: 1, position: 4n, previous: 3n },
  ])
  expect(after).toMatchObject({ position: 4n, last: [0n, 4n, 2n], cursor: { xid: '101', seq: '1' } })
})

it('is the same however the events are cut into batches, and leaves what it began with as it was', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(30), (rows, at) => {
      const before = unnumbered(PARTITIONS)
      const whole = numberRows(before, rows, partitionOf)
      const first = numberRows(before, rows.slice(0, at), partitionOf)
      const second = numberRows(first.after, rows.slice(at), partitionOf)
      expect([...first.events, ...second.events]).toEqual(whole.events)
      expect(second.after).toEqual(whole.after)
      expect(whole.before).toEqual(unnumbered(PARTITIONS))
    }),
  )
})

it('chains the events as is written down, so that anybody can check a copy', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const { after } = numberRows(unnumbered(PARTITIONS), [row(1), row(2)], partitionOf)
  expect(after.hash).toBe(sha256(`${sha256(`${'0'.repeat(64)}\n{"n":1}`)}\n{"n":2}`))
})
