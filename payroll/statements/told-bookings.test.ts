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

  it('are nothing where nothing is told', () => expect(repeatedBookings([])).toEqual([]))

  it.each<[string, Told, Told]>([
    ['the earlier', stated('2026-11-25'), stated('2026-11-27')],
    ['the one that people have matched', told({ day: '2026-11-27', stated: 1, matched: true }), stated('2026-11-25')],
    ['the one with a day', stated('2026-11-25'), told({ day: null, stated: 1 })],
    ['the one with a day, in one statement', told({ stated: 1, booking: 'b2' }), told({ day: null, stated: 2, booking: 'b1' })],
    ['the lower number of the bank', told({ booking: 'b1', stated: 2 }), told({ booking: 'b2', stated: 1 })],
    ['the one without a number', told({ booking: null, stated: 2 }), told({ booking: 'A2', stated: 1 })],
    ['the lower key', told({ key: 'a', booking: 'b', stated: 2 }), told({ key: 'b', booking: 'b', stated: 1 })],
  ])('count %s, and the other is one too many', (_, first, other) => {
    expect(repeatedBookings([first, other])).toEqual([other.key])
    expect(repeatedBookings([other, first])).toEqual([other.key])
  })

  it('are one within a week of each other, as notified and as stated', () => {
    const [notice, sameWeek, later] = [notified('2026-11-25'), stated('2026-12-02'), stated('2026-12-03')]
    expect(repeatedBookings([notice, sameWeek])).toEqual([])
    expect(repeatedBookings([notice, later])).toEqual([later.key])
    const [early, late] = [stated('2026-11-18'), stated('2026-11-17')]
    expect(repeatedBookings([notice, early])).toEqual([])
    expect(repeatedBookings([notice, late])).toEqual([notice.key])
  })

  it('are paired in the order of their days, so that one booking is not two', () => {
    const [first, second, said] = [notified('2026-11-01'), notified('2026-11-20'), stated('2026-11-21')]
    expect(repeatedBookings([first, second, said])).toEqual([said.key])
    const [one, two, notice] = [stated('2026-11-01'), stated('2026-11-20'), notified('2026-11-20')]
    expect(repeatedBookings([one, two, notice])).toEqual([two.key])
    expect(repeatedBookings([notified('2026-11-01'), notified('2026-11-20'), stated('2026-11-01'), stated('2026-11-20')])).toHaveLength(1)
    const unknown = told({ day: null, stated: 1 })
    expect(repeatedBookings([notice, unknown])).toEqual([])
    expect(repeatedBookings([two, told({ day: null, notified: 1 })])).toEqual([])
    const matched = told({ day: '2026-11-20', stated: 1, matched: true })
    expect(repeatedBookings([matched, one, notified('2026-11-01')])).toEqual([one.key])
  })

  it('are known by what people have matched only where another message tells it', () => {
    const matched = told({ matched: true, booking: 'x', message: 'm', stated: 1 })
    const beside = told({ booking: 'x', message: 'm', stated: 2 })
    expect(repeatedBookings([matched, beside])).toEqual([beside.key])
    const elsewhere = told({ booking: 'x', stated: 1, day: '2026-12-10' })
    expect(repeatedBookings([matched, elsewhere])).toEqual([])
    expect(repeatedBookings([matched, elsewhere, told({ booking: 'x', stated: 2 })])).toEqual([])
    const other = told({ booking: 'y', stated: 1, day: '2026-11-27' })
    expect(repeatedBookings([matched, other])).toEqual([other.key])
    const again = told({ booking: 'x', stated: 1, day: '2026-11-27', matched: true })
    expect(repeatedBookings([matched, again])).toEqual([again.key])
  })

  it('say of each booking too many which claim it is', () => {
    const all = [stated('2026-11-25'), stated('2026-11-25', 2), stated('2026-11-25', 3), notified('2026-11-25'), notified('2026-11-25', 2)]
    const [, second, third] = all
    expect(repeatedBookings(all)).toEqual([second?.key, third?.key])
    const [first, noticed, both] = [
      stated('2026-11-01'),
      told({ booking: 'b1', notified: 1 }),
      told({ booking: 'b2', notified: 2, stated: 1 }),
    ]
    expect(repeatedBookings([first, noticed, both])).toEqual([noticed.key, both.key])
    // Numbered anew in another statement, it is still two.
    expect(repeatedBookings([...all.slice(0, 2), stated('2026-11-25'), stated('2026-11-25', 2)])).toHaveLength(1)
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
