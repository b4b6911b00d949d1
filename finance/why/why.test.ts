/** Why figures differ between two moments: a small month that was computed by hand, what is refused, and that causes always add up to the difference. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PayoutStateV1 } from '@/events/payout-v1'
import { dir, land, landedBy } from '@/stack/test-runner/landed'
import { eventsWith, type LaterChange } from '@/stack/test-runner/later-changes'
import { CLOSE_ID, toldText } from '@/stack/test-runner/told'
import { buildMarts } from '../build-marts'
import { withMartsAt } from '../close/as-of'
import { everyMovement } from '../close/movements'
import { sha256 } from '../close/pack'
import { LIST, MOVEMENTS, packFolder } from '../close/read-pack'
import { writePack } from '../close/write-pack'
import { openToWrite, quoted, rowsOf } from '../duckdb'
import { publishedFolder, segmentsFolder } from '../folders'
import { openLanding } from '../landing/landing'
import { publish } from '../publish'
import { holdPublished } from '../published'
import { openWhys, type Why, type WhyAsked } from './why'

const { built } = landedBy({ openLanding, buildMarts, publish })

const charge = (amountMinor: string, bookedOn: string, what: 'payment' | 'return' = 'payment', currency = 'EUR') => ({
  amountMinor,
  currency,
  for: what,
  bookedOn,
})

/**
 * Five payouts of 1,000.00 to 5,000.00 EUR from Germany to Spain, sent up to position 16 and ended on 22 January up to 22:
 * 1  booked on the 22nd for 0.25; on 9 February the bank says that it was 0.20                            (position 27)
 * 2  booked on the 22nd; on the 28th its fee of 0.40 becomes known                                        (23)
 * 3  booked on the 22nd for 0.15; back on 3 February, for 0.60                                            (24)
 * 4  failed; sent again (25), booked on the 30th for 0.20                                                 (26)
 * 5  booked on 31 December already for 0.12, in a file that was read in January
 */
const bookings: Partial<PayoutStateV1>[] = [
  { bookedOn: '2026-01-22', charges: [charge('25', '2026-01-22')] },
  { bookedOn: '2026-01-22' },
  { bookedOn: '2026-01-22', charges: [charge('15', '2026-01-22')] },
  {},
  { bookedOn: '2025-12-31', charges: [charge('12', '2025-12-31')] },
]
const later: LaterChange[] = [
  { line: 2, at: '2026-01-28T09:00:00.000Z', state: { charges: [charge('40', '2026-01-22')] } },
  {
    ...{ line: 3, at: '2026-02-04T09:00:00.000Z' },
    state: { status: 'returned', returnedOn: '2026-02-03', charges: [charge('15', '2026-01-22'), charge('60', '2026-02-03', 'return')] },
  },
  { line: 4, at: '2026-02-05T08:00:00.000Z', state: { status: 'sent', attempt: 2, reasonCode: null } },
  {
    ...{ line: 4, at: '2026-02-05T09:00:00.000Z' },
    state: { status: 'settled', settledAt: '2026-02-05T09:00:00.000Z', bookedOn: '2026-01-30', charges: [charge('20', '2026-01-30')] },
  },
  { line: 1, at: '2026-02-09T09:00:00.000Z', state: { charges: [charge('20', '2026-01-22')] } },
]
const small = eventsWith(
  5,
  (_, line) => ({
    ...{ amountMinor: String(line * 100_000), currency: 'EUR', corridor: 'DE-ES', beneficiaryCountry: 'ES', feeMinor: null },
    ...{ ends: line === 4 ? 'failed' : 'settled', booking: bookings[line - 1] ?? {} },
  }),
  later,
)

async function why(asked: Partial<WhyAsked>): Promise<Why> {
  const published = holdPublished(dir)
  const whys = openWhys(dir, published)
  try {
    const found = await whys.why({ from: '16', to: 'now', after: 0, companies: null, now: new Date('2026-11-28T12:00:00Z'), ...asked })
    if (found === null) throw new Error('nothing is published')
    return found
  } finally {
    whys.close()
    published.close()
  }
}

const sum = (minor: string, movements: number) => ({ minor, movements })
const because = (cause: string, minor: string, movements: number) => ({ cause, minor, movements })

describe('why a figure changed', () => {
  it('says what was computed by hand: figures, causes and events', async () => {
    await land(small)
    await built(27n)
    const { totals, lines, events, eventCount, next } = await why({})
    expect(totals).toEqual([
      {
        ...{ currency: 'EUR', kind: 'fee', was: sum('0', 0), now: sum('107', 5), difference: sum('107', 5) },
        causes: [
          ...[because('new payment', '40', 2), because('late bank file', '12', 1), because('fee booked later', '40', 1)],
          ...[because('paid again', '20', 1), because('correction', '-5', 0)],
        ],
      },
      {
        ...{ currency: 'EUR', kind: 'paid', was: sum('0', 0), now: sum('1500000', 5), difference: sum('1500000', 5) },
        causes: [because('new payment', '600000', 3), because('late bank file', '500000', 1), because('paid again', '400000', 1)],
      },
      {
        ...{ currency: 'EUR', kind: 'return-fee', was: sum('0', 0), now: sum('60', 1), difference: sum('60', 1) },
        causes: [because('return', '60', 1)],
      },
      {
        ...{ currency: 'EUR', kind: 'returned', was: sum('0', 0), now: sum('300000', 1), difference: sum('300000', 1) },
        causes: [because('return', '300000', 1)],
      },
    ])
    expect(lines.map(({ company, corridor, month, kind, difference }) => [company, corridor, month, kind, difference.minor])).toEqual([
      ['TSA', 'DE-ES', '2026-01', 'paid', '1000000'],
      ['TSA', 'DE-ES', '2025-12', 'paid', '500000'],
      ['TSA', 'DE-ES', '2026-02', 'returned', '300000'],
      ['TSA', 'DE-ES', '2026-01', 'fee', '95'],
      ['TSA', 'DE-ES', '2026-02', 'return-fee', '60'],
      ['TSA', 'DE-ES', '2025-12', 'fee', '12'],
    ])
    // 1, 3 and 5 with their fees, 2 without, the fee, the return with its fee, paid again with its fee, the correction.
    expect(eventCount).toBe(13)
    expect(next).toBeNull()
    expect(events.at(-1)).toMatchObject({
      position: '27',
      type: 'payout.settled',
      cause: 'correction',
      minor: '-5',
      movements: 0,
      recordedAt: '2026-02-09T09:00:00.000Z',
    })
  })

  it('tells of the events between two positions alone, and what stood before them', async () => {
    await land(small)
    await built(27n)
    const { totals } = await why({ from: '22', to: '26', kind: 'fee' })
    expect(totals).toMatchObject([
      { was: sum('52', 3), now: sum('112', 5), difference: sum('60', 2), causes: [{ cause: 'fee booked later' }, { cause: 'paid again' }] },
    ])
    expect((await why({ from: '22', to: '22' })).totals).toEqual([])
    expect((await why({ cause: 'return' })).events.map(({ kind, position }) => [kind, position])).toEqual([
      ['return-fee', '24'],
      ['returned', '24'],
    ])
    expect((await why({ companies: [] })).totals).toEqual([])
    expect((await why({ companies: [] })).events).toEqual([])
  })

  it('finds the position of a time, and refuses what has no answer', async () => {
    await land(small)
    await built(26n)
    // The return was recorded at nine on the 4th.
    expect((await why({ from: '2026-02-04T08:59:59Z' })).from.position).toBe('23')
    expect((await why({ from: '2026-02-04T10:00:00+01:00' })).from.position).toBe('24')
    for (const [asked, says] of [
      [{ from: '27' }, /not counted yet/],
      [{ from: '0' }, /first change has position 1/],
      [{ from: '20', to: '19' }, /other way round/],
      [{ from: '2025-01-01T00:00:00Z' }, /before the first change/],
      [{ from: '2027-01-01T00:00:00Z' }, /in the future/],
      [{ from: '2026-11-27T00:00:00Z' }, /do not reach that far/],
      [{ from: 'publication:era-1-position-000000000000001-00000000' }, /no longer kept/],
      [{ from: 'close:00000000-0000-7000-8000-000000000000' }, /no pack/],
      [{ from: "1' OR '1" }, /Give a position/],
    ] as const)
      await expect(why(asked)).rejects.toThrow(says)
    rmSync(segmentsFolder(dir, 1, small.at(-2)?.partition ?? 0), { recursive: true })
    await expect(why({ from: '2' })).rejects.toThrow(/events are missing/)
  })

  it('tells what was recorded in another way from what events made: definition, redrive and replay', async () => {
    await land(small)
    const { file } = await built(22n)
    await built(27n)
    const stem = file.replace('.duckdb', '')
    const path = join(publishedFolder(dir), file)
    const store = await openToWrite(':memory:', '')
    await store.connection.run(`ATTACH ${quoted(path)} AS old`)
    await store.connection.run('UPDATE old.payout_facts SET charges = NULL WHERE line_number = 5; DETACH old')
    store.close()
    // As if it had not counted the 0.12 of the fifth: 0.40 then, and not 0.52.
    const found = await why({ from: `publication:${stem}`, kind: 'fee' })
    expect(found.totals).toMatchObject([
      {
        ...{ was: sum('40', 2), now: sum('107', 5), difference: sum('67', 3) },
        causes: [
          because('fee booked later', '40', 1),
          because('paid again', '20', 1),
          because('correction', '-5', 0),
          because('redrive', '12', 1),
        ],
      },
    ])
    expect(found.events[0]).toMatchObject({ position: null, eventId: null, cause: 'redrive', month: '2025-12', minor: '12' })
    expect((await why({ from: '22', to: `publication:${stem}`, kind: 'fee' })).totals).toMatchObject([
      { was: sum('52', 3), now: sum('40', 2), causes: [because('redrive', '-12', -1)] },
    ])
    expect(readdirSync(publishedFolder(dir)).filter((name) => name.endsWith('.duckdb'))).toHaveLength(2)
  })
})

describe('a close and now', () => {
  it('differ by what came later, in the month of the close alone; and by the definition, where it is another', async () => {
    await land(small)
    await built(27n)
    await writePack(dir, toldText(22n), null)
    const fees = async () => (await why({ from: `close:${CLOSE_ID}`, kind: 'fee' })).totals
    const after = [because('fee booked later', '40', 1), because('paid again', '20', 1), because('correction', '-5', 0)]
    expect(await fees()).toMatchObject([{ was: sum('40', 2), now: sum('95', 4), difference: sum('55', 2), causes: after }])
    const path = (name: string) => join(packFolder(dir, '2026-01', CLOSE_ID), name)
    const alter = (name: string, change: (text: string) => string) => {
      const [text, list] = [change(readFileSync(path(name), 'utf8')), JSON.parse(readFileSync(path(LIST), 'utf8')) as { name: string }[]]
      writeFileSync(path(name), text)
      return () =>
        writeFileSync(path(LIST), JSON.stringify(list.map((each) => (each.name === name ? { ...each, sha256: sha256(text) } : each))))
    }
    const withoutOne = (text: string) =>
      text
        .split('\n')
        .filter((line) => !line.includes(',fee,') || !line.includes(',25,'))
        .join('\n')
    const listAgain = alter(MOVEMENTS, withoutOne)
    await expect(fees()).rejects.toThrow(/damaged \(movements.csv\)/)
    listAgain()
    expect(await fees()).toMatchObject([{ was: sum('15', 1), now: sum('95', 4), causes: [...after, because('replay', '25', 1)] }])
    alter('pack.json', (text) => text.replace(/"sql": ?"[0-9a-f]+"/, '"sql": "of-before"'))()
    expect(await fees()).toMatchObject([
      { was: sum('15', 1), now: sum('95', 4), causes: [...after, because('definition changed', '25', 1)] },
    ])
  })
})

const days = ['2025-12-31', '2026-01-22', '2026-02-03']
const anyCharge = fc.record({
  ...{ amountMinor: fc.integer({ min: 0, max: 99 }).map(String), currency: fc.constantFrom('EUR', 'USD') },
  ...{ for: fc.constantFrom('payment' as const, 'return' as const), bookedOn: fc.constantFrom(...days) },
})
const anyLater = fc.array(
  fc.record({
    line: fc.integer({ min: 1, max: 4 }),
    at: fc.constantFrom('2026-01-28T09:00:00.000Z', '2026-02-04T09:00:00.000Z'),
    state: fc.oneof(
      fc.record({
        status: fc.constantFrom('settled' as const, 'returned' as const),
        settledAt: fc.constant('2026-01-23T09:00:00.000Z'),
        bookedOn: fc.constantFrom(...days),
        charges: fc.array(anyCharge, { maxLength: 3 }),
      }),
      fc.record({
        status: fc.constant('returned' as const),
        settledAt: fc.constant('2026-01-23T09:00:00.000Z'),
        returnedOn: fc.constantFrom(...days),
      }),
      fc.record({ status: fc.constant('sent' as const), attempt: fc.integer({ min: 2, max: 3 }), settledAt: fc.constant(null) }),
    ),
  }),
  { minLength: 1, maxLength: 12 },
)

/** What a build of the marts at that position comes to. */
const figuresAt = (position: bigint) =>
  withMartsAt(dir, { era: 1, position }, async (connection) => {
    const rows = await rowsOf<{ currency: string; kind: string; minor: string }>(
      connection,
      `${everyMovement('payout_facts')} SELECT currency, kind, sum(amount_minor)::HUGEINT::VARCHAR AS minor FROM all_movements GROUP BY ALL`,
    )
    return new Map(rows.map(({ currency, kind, minor }) => [`${currency} ${kind}`, BigInt(minor)]))
  })

describe('the causes', () => {
  it('add up to the difference, whatever happened and wherever it is cut', async () => {
    let at = 0
    await fc.assert(
      fc.asyncProperty(anyLater, fc.nat(), fc.nat(), async (changes, a, b) => {
        at += 1
        rmSync(dir, { recursive: true, force: true })
        const landing = await openLanding(dir, 1, () => new Date(0))
        const stream = eventsWith(
          4,
          (_, line) => ({ currency: 'EUR', corridor: line % 2 ? 'DE-ES' : 'DE-PL', amountMinor: '9007199254740993' }),
          changes,
        )
        for (let partition = 0; partition < 6; partition += 1)
          await landing.land(
            partition,
            stream.filter((each) => each.partition === partition),
          )
        landing.close()
        const last = stream.length
        const [from, to] = [1 + (a % last), 1 + (b % last)].sort((one, other) => one - other) as [number, number]
        await built(BigInt(last))
        const [then, now] = [await figuresAt(BigInt(from)), await figuresAt(BigInt(to))]
        const { totals, lines, events } = await why({ from: String(from), to: String(to) })
        const expected = [...new Set([...then.keys(), ...now.keys()])].map(
          (key) => [key, (now.get(key) ?? 0n) - (then.get(key) ?? 0n)] as const,
        )
        for (const [key, difference] of expected) {
          const of = (each: { currency: string; kind: string }) => `${each.currency} ${each.kind}` === key
          const total = totals.find(of)
          expect([key, BigInt(total?.difference.minor ?? 0)]).toEqual([key, difference])
          if (total) expect([BigInt(total.was.minor), BigInt(total.now.minor)]).toEqual([then.get(key) ?? 0n, now.get(key) ?? 0n])
          for (const parts of [
            total?.causes ?? [],
            lines.filter(of).map((line) => line.difference),
            lines.filter(of).flatMap((line) => line.causes),
            events.filter(of),
          ])
            expect(parts.reduce((whole, { minor }) => whole + BigInt(minor), 0n)).toBe(difference)
        }
      }),
      { numRuns: 6 },
    )
    expect(at).toBeGreaterThan(0)
  }, 120_000)
})
