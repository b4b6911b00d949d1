/** The marts of what has landed: what they cover, and in which month, currency and company everything counts. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUCKETS, bucketOf, canonicalPayout, fingerprintOf } from '@/events/canonical'
import { readEvent } from '@/events/read-event'
import type { Watermark } from '@/events/topics'
import { createLog } from '@/platform/log'
import { testClock } from '@/stack/test-runner/clock'
import { applied, dir, everything, journal, land, landedBy, MARK, typeOf } from '@/stack/test-runner/landed'
import { payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { advance } from './advance'
import { buildMarts } from './build-marts'
import { fingerprint } from './fingerprint'
import { publishedFolder } from './folders'
import { openLanding } from './landing/landing'
import { FORMAT, readManifest } from './manifest'
import { newMending } from './mending'
import { readProgress } from './progress'
import { financeProjection } from './projection'
import { publish } from './publish'
import { openReader } from './reader'

const { built } = landedBy({ openLanding, buildMarts, publish })

/** The fingerprint is that of the newest states, as every store makes it. */
async function expectFingerprintOf(events: readonly TestEvent[]): Promise<void> {
  const newest = new Map(
    events.flatMap(({ value }) => {
      const event = readEvent(value)
      return event.kind === 'payout' ? [[event.subject, event.data.payout] as const] : []
    }),
  )
  const sums = Array.from({ length: BUCKETS }, () => ({ count: 0, high: 0n, low: 0n }))
  for (const state of newest.values()) {
    const [high, low] = fingerprintOf(canonicalPayout(state))
    const bucket = sums[bucketOf(state.id)] as (typeof sums)[number]
    Object.assign(bucket, { count: bucket.count + 1, high: bucket.high + BigInt(high), low: bucket.low + BigInt(low) })
  }
  expect((await fingerprint(dir))?.buckets).toEqual(sums)
}

describe('the marts', () => {
  it('cover what was committed up to a watermark, and nothing after it', async () => {
    const half = journal.findIndex((event) => typeOf(event) === 'payroll-run.settled') + 1
    await land(journal)
    const { payouts, events } = await built(BigInt(half))
    expect({ payouts, events }).toEqual({ payouts: 40, events: half })
    expect(await built()).toMatchObject({ payouts: 120 })
  })

  it('are exact beyond 2^53, and never add two currencies together', async () => {
    const amountMinor = '9007199254740993'
    const payout = (_: number, line: number) => ({
      amountMinor,
      feeMinor: amountMinor,
      currency: ['JPY', 'KWD', 'EUR'][line % 3] ?? '',
      corridor: 'DE-ES',
    })
    const events = [...payrollEvents({ runs: 1, payoutsPerRun: 15, payout })]
    await land(events)
    await built(events.at(-1)?.position)
    const reader = openReader(dir)
    const { rows } = await reader.feesByCorridor(everything)
    expect(rows).toEqual(
      ['EUR', 'JPY', 'KWD'].map((currency) => ({
        ...{ month: '2026-01', corridor: 'DE-ES', currency, chargeCurrency: currency, payouts: 5, charged: 5, feeUnknown: 0 },
        ...{
          feeMinor: '45035996273704965',
          returnFeeMinor: '0',
          volumeMinor: '45035996273704965',
          chargedVolumeMinor: '45035996273704965',
        },
      })),
    )
    reader.close()
  })

  it('count a payout in the month in which its file was read, in UTC, where nothing tells the bank’s day, once, also when it came back, and say when the fee is not known', async () => {
    const ends = ['settled', 'returned', 'failed', 'settled', 'sent'] as const
    const payout = (_: number, line: number) => ({
      ends: ends[line - 1] ?? 'settled',
      currency: 'EUR',
      corridor: 'DE-ES',
      feeMinor: line === 4 ? null : '10',
      amountMinor: `${line}00`,
    })
    const events = [...payrollEvents({ runs: 1, payoutsPerRun: 5, payout })].map((event) => ({
      ...event,
      value: Buffer.from(event.value.toString().replace(/"settledAt":"[^"]+"/, '"settledAt":"2026-01-31T23:59:59.999Z"')),
    }))
    await land(events)
    await built(events.at(-1)?.position)
    const reader = openReader(dir)
    expect((await reader.feesByCorridor(everything)).rows).toMatchObject([
      { month: '2026-01', chargeCurrency: 'EUR', payouts: 2, charged: 2, feeMinor: '20', volumeMinor: '300', chargedVolumeMinor: '300' },
      { month: '2026-01', chargeCurrency: null, payouts: 1, charged: 0, feeMinor: '0', volumeMinor: '400' },
    ])
    expect((await reader.payoutsByCountry(everything)).rows.map(({ status, payouts }) => [status, payouts])).toEqual(
      expect.arrayContaining([
        ['failed', 1],
        ['returned', 1],
        ['sent', 1],
      ]),
    )
    reader.close()
  })

  it('count what the bank gave no day for in the month in which its file was read where the bank is, payment and charges alike', async () => {
    const charge = (what: 'payment' | 'return', amountMinor: string) => ({ for: what, amountMinor, currency: 'EUR' })
    const payout = (_: number, line: number) => ({
      ...{
        ends: line === 2 ? ('returned' as const) : ('settled' as const),
        currency: 'EUR',
        corridor: 'DE-ES',
        amountMinor: '1000',
        feeMinor: '10',
      },
      booking:
        line === 1
          ? { settledOn: '2026-02-01', charges: [charge('payment', '10')] }
          : { settledOn: '2026-02-01', cameBackOn: '2026-03-01', charges: [charge('payment', '10'), charge('return', '7')] },
    })
    const events = [...payrollEvents({ runs: 1, payoutsPerRun: 2, payout })].map((event) => ({
      ...event,
      value: Buffer.from(event.value.toString().replace(/"settledAt":"[^"]+"/, '"settledAt":"2026-01-31T23:30:00.000Z"')),
    }))
    await land(events)
    await built(events.at(-1)?.position)
    const reader = openReader(dir)
    expect((await reader.feesByCorridor({ ...everything, from: '2025-12' })).rows).toMatchObject([
      { month: '2026-02', payouts: 2, charged: 2, feeMinor: '20', returnFeeMinor: '0' },
      { month: '2026-03', payouts: 0, charged: 0, feeMinor: '0', returnFeeMinor: '7' },
    ])
    reader.close()
  })

  it('count a payout in the month of the bank’s booking day and a return’s charge in its own, each in its own currency', async () => {
    const charge = (what: 'payment' | 'return', amountMinor: string, currency: string, bookedOn?: string) => ({
      ...{ for: what, amountMinor, currency },
      ...(bookedOn && { bookedOn }),
    })
    const on = { bookedOn: '2025-12-31', valueDate: '2026-01-02' }
    const accountAmount = { amountMinor: '173522', currency: 'EUR', exchangeRate: '4.2646' }
    const bookings = [
      { ...on, accountAmount, charges: [charge('payment', '1500', 'EUR', '2025-12-31')] },
      {
        ...on,
        accountAmount,
        charges: [charge('payment', '1500', 'EUR', '2025-12-31'), charge('return', '600', 'EUR', '2026-02-03')],
        returnedOn: '2026-02-03',
      },
      { ...on, charges: [charge('payment', '500', 'PLN'), charge('payment', '9', 'USD')] },
      { ...on },
    ]
    const payout = (_: number, line: number) => ({
      ...{ ends: line === 2 ? ('returned' as const) : ('settled' as const), currency: 'PLN', corridor: 'DE-PL', amountMinor: '740000' },
      ...{ feeMinor: line === 3 ? '500' : null, booking: bookings[line - 1] ?? {} },
    })
    const events = [...payrollEvents({ runs: 1, payoutsPerRun: 4, payout })]
    await land(events)
    expect((await built(events.at(-1)?.position)).sums).toEqual([
      { currency: 'EUR', payouts: 0, amountMinor: '0', booked: 0, feeMinor: '3600' },
      { currency: 'PLN', payouts: 4, amountMinor: '2960000', booked: 4, feeMinor: '500' },
      { currency: 'USD', payouts: 0, amountMinor: '0', booked: 0, feeMinor: '9' },
    ])
    const reader = openReader(dir)
    const row = { month: '2025-12', corridor: 'DE-PL', currency: 'PLN', returnFeeMinor: '0', feeUnknown: 0 }
    expect((await reader.feesByCorridor({ ...everything, from: '2025-12' })).rows).toEqual([
      { ...row, chargeCurrency: 'EUR', payouts: 2, charged: 2, feeMinor: '3000', volumeMinor: '1480000', chargedVolumeMinor: '347044' },
      { ...row, chargeCurrency: 'PLN', payouts: 1, charged: 1, feeMinor: '500', volumeMinor: '740000', chargedVolumeMinor: '740000' },
      { ...row, chargeCurrency: 'USD', payouts: 0, charged: 1, feeMinor: '9', volumeMinor: '0', chargedVolumeMinor: null },
      {
        ...row,
        chargeCurrency: null,
        payouts: 1,
        charged: 0,
        feeUnknown: 1,
        feeMinor: '0',
        volumeMinor: '740000',
        chargedVolumeMinor: '0',
      },
      {
        ...{ ...row, month: '2026-02', chargeCurrency: 'EUR', payouts: 0, charged: 0, feeMinor: '0', returnFeeMinor: '600' },
        ...{ volumeMinor: '0', chargedVolumeMinor: '0' },
      },
    ])
    reader.close()
    await expectFingerprintOf(events)
  })

  it('of another format are not read, and made anew from what has landed', async () => {
    await land(journal)
    const { hash, position } = await built()
    const path = join(publishedFolder(dir), 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"format": \d+/, '"format": 2'))
    expect(await readProgress(dir)).toBeNull()
    await expect(readManifest(dir)).rejects.toThrow(
      `Its figures were published by another version of PayLedger (format 2, not ${FORMAT}). They wait to be published anew.`,
    )
    const { manifest, built: anew } = await advance(dir, {
      mark: { ...MARK, era: 1, position } as Watermark,
      gapAt: null,
      now: new Date(0),
    })
    expect({ anew, hash: manifest?.hash }).toEqual({ anew: true, hash })
  })

  it('of an earlier era answer nobody from the moment a later one is opened', async () => {
    await land(journal)
    await built()
    const log = createLog('test', 'silent')
    for (const [era, position] of [
      [1, expect.any(String)],
      [2, null],
    ] as const) {
      ;(await financeProjection({ dir, era, clock: testClock, log, mending: newMending() }).open()).close()
      expect(await readProgress(dir)).toMatchObject({ position })
    }
  })

  it('have the same hash and fingerprint when they are built again from zero, and the fingerprint every store has', async () => {
    await land(journal, 9)
    const first = await built()
    const before = await fingerprint(dir)
    for (const folder of ['events', 'published']) rmSync(join(dir, folder), { recursive: true })
    expect(await applied()).toEqual([0n, 0n, 0n, 0n, 0n, 0n])
    await land(journal)
    expect((await built()).hash).toBe(first.hash)
    expect(await fingerprint(dir)).toEqual(before)
    await expectFingerprintOf(journal)
  })

  it('are empty, and still cover what the watermark says, before the first event', async () => {
    expect(await built(0n)).toMatchObject({ events: 0, payouts: 0, sums: [], position: '0' })
  })
})

it('adds up the same, however the events are cut into batches and whatever comes twice', async () => {
  const few = [...payrollEvents({ runs: 1, payoutsPerRun: 4 })]
  await land(few)
  const { hash } = await built(few.at(-1)?.position)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat({ max: few.length - 1 }), { maxLength: 5 }), async (size, again) => {
      rmSync(join(dir, 'events'), { recursive: true, force: true })
      await land(few, size)
      for (const index of again) await land(few.slice(index, index + size), size)
      expect((await built(few.at(-1)?.position)).hash).toBe(hash)
    }),
    { numRuns: 8 },
  )
})
