import fc from 'fast-check'
import type { KafkaMessage } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { classify, type Reading } from './classify'

type Sent = { position: number; previous: number }

/** Messages of one partition with their offsets; null is one whose headers cannot be read. */
const messages = (sent: (Sent | null)[]): KafkaMessage[] =>
  sent.map((each, offset) => ({
    key: null,
    value: Buffer.from('{}'),
    timestamp: '0',
    attributes: 0,
    offset: String(offset),
    headers: each === null ? { position: 'x' } : { position: String(each.position), previous: Buffer.from(String(each.previous)) },
  }))

const chain = (positions: number[]): Sent[] => positions.map((position, index) => ({ position, previous: positions[index - 1] ?? 0 }))
const fromStart: Reading = { applied: 0n, seen: 0n, search: null }
const positionsOf = (wanted: { position: bigint }[]) => wanted.map(({ position }) => Number(position))

/** A partition's events, and the log a relay leaves that repeats its last batch after a crash. */
const logWithRepeats = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 60 }), fc.array(fc.tuple(fc.nat(59), fc.nat(10))))
  .map(([positions, repeats]) => {
    const events = chain(positions.sort((a, b) => a - b))
    const log: Sent[] = []
    events.forEach((event, index) => {
      log.push(event)
      for (const [at, back] of repeats) if (at === index) log.push(...events.slice(Math.max(0, index - back), index + 1))
    })
    return { events, log }
  })

/** Reads the log batch by batch, again from the start after each gap, as the loop does. */
function readAll(log: KafkaMessage[], batch: number): { applied: number[]; gaps: number; missed: number } {
  let reading: Reading = fromStart
  const result = { applied: [] as number[], gaps: 0, missed: 0 }
  for (let from = 0; from < log.length; ) {
    const classified = classify(log.slice(from, from + batch), reading)
    result.applied.push(...positionsOf(classified.wanted))
    if (classified.missed) result.missed += 1
    reading = { applied: classified.applied, seen: classified.seen, search: classified.search }
    if (classified.gap) {
      result.gaps += 1
      reading = { ...reading, seen: 0n, search: classified.gap }
      from = 0
    } else from += batch
  }
  return result
}

describe('sifting', () => {
  it('applies every event once and in order, however often it was sent', () => {
    fc.assert(
      fc.property(logWithRepeats, fc.integer({ min: 1, max: 20 }), ({ events, log }, batch) => {
        const { applied, gaps } = readAll(messages(log), batch)
        expect(applied).toEqual(events.map(({ position }) => position))
        expect(gaps).toBe(0)
      }),
    )
  })

  it('applies nothing after a gap, and says so once more when the whole partition does not fill it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.nat(), fc.integer({ min: 1, max: 20 }), (length, at, batch) => {
        const events = chain(Array.from({ length }, (_, index) => (index + 1) * 3))
        const lost = 1 + (at % (length - 2))
        const { applied, gaps, missed } = readAll(messages(events.filter((_, index) => index !== lost)), batch)
        expect(applied).toEqual(events.slice(0, lost).map(({ position }) => position))
        expect({ gaps, missed }).toEqual({ gaps: 1, missed: 1 })
      }),
    )
  })

  it('goes on when what was missing is sent again at the end', () => {
    const events = chain([2, 3, 5, 7, 11])
    const [first, second, third, fourth, fifth] = events as [Sent, Sent, Sent, Sent, Sent]
    const { applied } = readAll(messages([first, second, fourth, fifth, third]), 2)
    expect(applied.slice(0, 3)).toEqual([2, 3, 5])
    expect(readAll(messages([first, second, fourth, fifth, third, fourth, fifth]), 2).applied).toEqual([2, 3, 5, 7, 11])
  })

  it('goes on searching until it has passed the place where events were missed', () => {
    const log = messages(chain([2, 3, 5, 7]).filter(({ position }) => position !== 3))
    const gap = { after: 2n, next: 5n, offset: '1', searched: false }
    expect(classify(log, fromStart).gap).toEqual(gap)
    const before = classify(log.slice(1, 2), { applied: 2n, seen: 0n, search: { ...gap, offset: '2' } })
    expect([before.missed, before.gap, before.search?.searched]).toEqual([null, null, false])
    const past = classify(log.slice(2), { applied: 2n, seen: 0n, search: { ...gap, offset: '2' } })
    expect([past.missed?.searched, past.gap, past.search?.searched]).toEqual([true, null, true])
    expect(classify(log.slice(2), { applied: 2n, seen: 0n, search: past.search }).missed).toBeNull()
  })

  it('hands on a message without readable headers, after the event it stands behind', () => {
    const [first, second] = chain([4, 9]) as [Sent, Sent]
    const classified = classify(messages([first, null, second]), fromStart)
    expect(classified.wanted.map(({ position, offset, unreadable }) => [Number(position), offset, unreadable])).toEqual([
      [4, '0', undefined],
      [4, '1', 'no readable position header'],
      [9, '2', undefined],
    ])
    expect(classify(messages([first, null, second]), { applied: 9n, seen: 0n, search: null }).wanted).toEqual([])
  })
})
