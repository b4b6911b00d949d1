/** Figures as they stood once: those of the events until then, whatever came later, and a sentence for what has no past. */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { dir, everything, land, landedBy } from '@/stack/test-runner/landed'
import { eventsWith } from '@/stack/test-runner/later-changes'
import { buildMarts } from '../build-marts'
import { segmentsFolder } from '../folders'
import { keepFew } from '../keep-few'
import { openLanding } from '../landing/landing'
import { publish } from '../publish'
import { openReader, type Reader } from '../reader'

const { built } = landedBy({ openLanding, buildMarts, publish })

const NOW = new Date('2026-11-28T12:00:00Z')
const charge = (amountMinor: string) => ({ amountMinor, currency: 'EUR', for: 'payment' as const, bookedOn: '2026-01-22' })
/** Two payouts of 1,000.00 EUR; booked up to position 9 for 0.25 each, and on 9 February the second's charge becomes 0.20. */
const events = eventsWith(
  2,
  () => ({
    ...{ amountMinor: '100000', currency: 'EUR', corridor: 'DE-ES', beneficiaryCountry: 'ES', feeMinor: null, ends: 'settled' as const },
    booking: { bookedOn: '2026-01-22', charges: [charge('25')] },
  }),
  [{ line: 2, at: '2026-02-09T09:00:00.000Z', state: { charges: [charge('20')] } }],
)
const last = BigInt(events.length)

let reader: Reader
afterEach(() => reader.close())
const opened = async () => {
  await land(events)
  await built(last)
  reader = openReader(dir)
}
const feesOf = async (moment: string) => {
  const answer = await (await reader.asOf(moment, NOW))?.feesByCorridor(everything)
  return [answer?.rows.map(({ payouts, feeMinor }) => [payouts, feeMinor]), answer?.coverage.position]
}

describe('figures of the past', () => {
  it('are those of the events until then', async () => {
    await opened()
    expect((await reader.feesByCorridor(everything)).rows).toMatchObject([{ payouts: 2, feeMinor: '45' }])
    expect(await feesOf(String(last - 1n))).toEqual([[[2, '50']], String(last - 1n)])
    expect(await feesOf('2026-02-09T09:59:59+01:00')).toEqual([[[2, '50']], String(last - 1n)])
    expect(await feesOf('2026-02-09T09:00:00Z')).toEqual([[[2, '45']], String(last)])
    // Both were sent, and nothing was booked.
    expect(await feesOf('7')).toEqual([[], '7'])
    expect((await (await reader.asOf('7', NOW))?.payoutsByCountry(everything))?.rows).toMatchObject([{ status: 'sent', payouts: 2 }])
    const rows = await (await reader.asOf(String(last - 1n), NOW))?.rows({
      ...{ from: '2026-01-01', to: '2026-12-31' },
      grain: 'month',
      companies: null,
      figure: 'fees',
      after: null,
      size: 10,
    })
    expect(rows?.page.rows.map(({ minor }) => minor)).toEqual(['25', '25'])
  })

  it('are refused before the first change, in the future, and where the landing lacks something', async () => {
    await opened()
    await expect(reader.asOf('2026-01-01T00:00:00Z', NOW)).rejects.toThrow(/before the first change/)
    await expect(reader.asOf('2027-01-01T00:00:00Z', NOW)).rejects.toThrow(/in the future/)
    await expect(reader.asOf('2026-02-09T09:00', NOW)).rejects.toThrow(/time with its zone/)
    await expect(reader.asOf('now', NOW)).rejects.toThrow(/of a time or of a position/)
    await expect(reader.asOf(String(last + 1n), NOW)).rejects.toThrow(/not counted yet/)
    rmSync(segmentsFolder(dir, 1, events[0]?.partition ?? 0), { recursive: true })
    await expect(reader.asOf('6', NOW)).rejects.toThrow(/events are missing/)
  })

  it('are built one at a time, for few who wait; the others are told so', async () => {
    await opened()
    const asked = ['2', '3', '4', '5', '6'].map((position) =>
      feesOf(position).then(
        () => 'answered',
        (error: Error) => error.name,
      ),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((each) => each === 'AskedTooMuch').length).toBeGreaterThan(0)
    expect(answers.filter((each) => each === 'answered').length).toBeGreaterThanOrEqual(3)
    expect(await feesOf('6')).toEqual([[], '6'])
  })
})

describe('a few things that are kept', () => {
  it('are made once, and let go of when others are asked for and nobody is at them', async () => {
    const made: string[] = []
    const dropped: string[] = []
    const few = keepFew<string>({ most: 2, waiting: 9, idleMs: 60_000, drop: (each) => dropped.push(each) })
    const make = (name: string) => async () => {
      made.push(name)
      return name
    }
    const ends = Promise.withResolvers<void>()
    const slow = few.use('a', make('a'), () => ends.promise)
    for (const name of ['b', 'b', 'c', 'd']) await few.use(name, make(name), async () => {})
    expect([made, dropped]).toEqual([['a', 'b', 'c', 'd'], ['b']])
    ends.resolve()
    await slow
    await Promise.resolve()
    expect(dropped).toEqual(['b', 'a'])
    await expect(
      few.use(
        'e',
        () => Promise.reject(new Error('no')),
        async () => {},
      ),
    ).rejects.toThrow('no')
    await few.use('e', make('e'), async () => {})
    expect(made.at(-1)).toBe('e')
    few.close()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(dropped.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
