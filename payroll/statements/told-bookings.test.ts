/** A second booking that is not noticed is money lost; a false alarm for each payment of a bank that numbers anew is a list nobody reads. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatedBookings, type Told } from './told-bookings'

let serial = 0
const told = (change: Partial<Told>): Told => {
  serial += 1
  return {
    key: `k${serial}`,
    booking: `b${serial}`,
    message: `m${serial}`,
    day: '2026-11-25',
    notified: null,
    stated: null,
    matched: false,
    ...change,
  }
}
const notified = (day: string, nth = 1) => told({ day, notified: nth })
const stated = (day: string, nth = 1) => told({ day, stated: nth })

describe('tellings of one payment', () => {
  it.each<[string, Told[], number]>([
    ['notified and stated', [notified('2026-11-25'), stated('2026-11-25')], 0],
    ['stated a day later', [notified('2026-11-25'), stated('2026-11-26')], 0],
    ['stated before it was notified', [notified('2026-11-26'), stated('2026-11-25')], 0],
    ['the same telling in both', [told({ notified: 1, stated: 1 })], 0],
    ['stated again with new numbers', [stated('2026-11-25'), stated('2026-11-25'), stated('2026-11-25')], 0],
    ['twice in one statement', [stated('2026-11-25'), stated('2026-11-25', 2)], 1],
    ['twice in one notification, once in the statement', [notified('2026-11-25'), notified('2026-11-25', 2), stated('2026-11-25')], 1],
    ['twice in each', [notified('2026-11-25'), notified('2026-11-25', 2), stated('2026-11-25'), stated('2026-11-25', 2)], 1],
    ['stated on two days', [stated('2026-11-25'), stated('2026-11-27')], 1],
    ['notified on one day, stated on two', [notified('2026-11-25'), stated('2026-11-25'), stated('2026-11-27')], 1],
    ['notified, and stated three weeks later', [notified('2026-11-25'), stated('2026-12-16')], 1],
    ['three times in one statement', [stated('2026-11-25'), stated('2026-11-25', 2), stated('2026-11-25', 3)], 2],
    ['matched by people, and told by name', [told({ matched: true, booking: 'x', stated: 1 }), told({ booking: 'x', stated: 1 })], 0],
    ['known by both kinds, and once more in the statement', [told({ notified: 1, stated: 1 }), stated('2026-11-25', 2)], 1],
  ])('%s', (_, all, many) => {
    expect(repeatedBookings(all)).toHaveLength(many)
  })

  it('are the same bookings in whatever order they came, and never all of them', () => {
    const day = fc.constantFrom('2026-11-25', '2026-11-26', '2026-12-10', null)
    const nth = fc.option(fc.integer({ min: 1, max: 3 }))
    const any = fc.record({ day, notified: nth, stated: nth, matched: fc.boolean() })
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 7 }), fc.infiniteStream(fc.nat()), (some, order) => {
        const all = some
          .filter((each) => each.notified !== null || each.stated !== null)
          .map((each, n) => ({ ...each, key: `k${n}`, booking: `b${n % 4}`, message: `m${n}` }))
        const other = all.map((each) => ({ each, at: order.next().value as number })).sort((a, b) => a.at - b.at)
        const repeated = repeatedBookings(all)
        expect(repeatedBookings(other.map(({ each }) => each))).toEqual(repeated)
        expect(new Set(repeated).size).toBe(repeated.length)
        if (all.length > 0) expect(repeated.length).toBeLessThan(all.length)
      }),
    )
  })
})
