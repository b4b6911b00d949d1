/** Landing, marts and reader with files only. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUCKETS, bucketOf, canonicalPayout, fingerprintOf } from '@/events/canonical'
import { readEvent } from '@/events/read-event'
import type { Watermark } from '@/events/topics'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { advance } from './advance'
import { buildMarts } from './build-marts'
import { MartsRefused } from './check-marts'
import { openToWrite } from './duckdb'
import { fingerprint } from './fingerprint'
import { publishedFolder, segmentsFolder } from './folders'
import { compact } from './landing/compact'
import { type Landing, openLanding } from './landing/landing'
import { copyTo } from './landing/write-segment'
import { readProgress } from './progress'
import { publish } from './publish'
import { openReader } from './reader'

const MARK = { coveredUntil: '2026-11-25T14:00:00.000Z' }
const journal = [...payrollEvents({ runs: 3, payoutsPerRun: 40 })]
const end = journal.at(-1)?.position ?? 0n

let dir: string
let landing: Landing

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
  landing = await openLanding(dir, 1, () => new Date('2026-11-28T12:00:00Z'))
})
afterEach(() => {
  landing.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Lands events as a consumer would hand them on: per partition, in order, `size` at a time. */
async function land(events: readonly TestEvent[], size = 1_000): Promise<void> {
  for (let partition = 0; partition < 6; partition += 1) {
    const mine = events.filter((event) => event.partition === partition)
    for (let from = 0; from < mine.length; from += size) await landing.land(partition, mine.slice(from, from + size))
  }
}

/** Puts another text in the place of an event's, in whichever segment holds it: past the landing, which takes no such text. */
async function damage({ partition, position, value }: TestEvent, change: (text: string) => string): Promise<void> {
  const damaged = change(value.toString())
  expect(damaged).not.toBe(value.toString())
  const folder = segmentsFolder(dir, 1, partition)
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const event = `CASE WHEN position = ${position} THEN '${damaged.replaceAll("'", "''")}' ELSE event END AS event`
    await copyTo(store.connection, `SELECT * REPLACE (${event}) FROM read_parquet('${path}')`, `${path}.new`)
    renameSync(`${path}.new`, path)
  }
  store.close()
}

async function built(position = end) {
  return publish(dir, await buildMarts(dir, 1, position), { mark: MARK, gapAt: null, now: new Date(0) })
}

const typeOf = ({ value }: { value: Buffer }) => (JSON.parse(value.toString()) as { type: string }).type
const applied = () => Promise.all([0, 1, 2, 3, 4, 5].map((partition) => landing.appliedPosition(partition)))
const everything = { from: '2026-01', to: '2026-12', companies: null }

describe('the landing', () => {
  it('resumes from its files alone, after the last position without a gap', async () => {
    await land(journal, 7)
    const last = [0, 1, 2, 3, 4, 5].map((partition) => journal.findLast((event) => event.partition === partition)?.position ?? 0n)
    expect(await applied()).toEqual(last)
    const folder = segmentsFolder(dir, 1, 2)
    const [, second] = readdirSync(folder).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    rmSync(join(folder, second ?? ''))
    expect((await applied())[2]).toBe(journal.filter((event) => event.partition === 2)[6]?.position)
  })

  it('keeps the very bytes of each event', async () => {
    await land(journal)
    const [first] = journal
    const segment = readdirSync(segmentsFolder(dir, 1, first?.partition ?? 0))[0] ?? ''
    expect(segment).toMatch(/^1-\d+\.parquet$/)
    const marts = await built()
    expect(marts).toMatchObject({ events: journal.length, payouts: 120, position: end.toString(), deadLetters: 0 })
  })

  it('leaves the marts as they are when events come twice, or other segments hold them', async () => {
    await land(journal, 11)
    const { hash } = await built()
    await land(journal.slice(40, 160), 5)
    await land(journal)
    expect((await built()).hash).toBe(hash)
  })

  it('compacts small segments without changing what they hold, also when it was stopped before it removed them', async () => {
    await land(journal, 4)
    const { hash } = await built()
    const before = await applied()
    const folder = segmentsFolder(dir, 1, 1)
    const small = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
    for (let partition = 0; partition < 6; partition += 1) expect(await compact(dir, 1, partition, 8)).toBeGreaterThanOrEqual(8)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(await applied()).toEqual(before)
    for (const { name, bytes } of small) writeFileSync(join(folder, name), bytes)
    expect((await built()).hash).toBe(hash)
    await compact(dir, 1, 1)
    expect(readdirSync(folder)).toHaveLength(1)
    expect((await built()).hash).toBe(hash)
  })

  it('keeps what it cannot read beside it, with bytes and place, and says that it is incomplete', async () => {
    const number = numbering()
    const [good] = journal
    const bad = [
      Buffer.from('{"half": '),
      Buffer.from(good?.value.toString().replace('100', '1e').replace('"1.0"', '"2.0"') ?? ''),
      Buffer.from(good?.value.toString().replace('Lucía', '\\ud800') ?? '').subarray(0),
      Buffer.from(good?.value.toString().replace(/"amountMinor":"\d+"/, `"amountMinor":"${'9'.repeat(40)}"`) ?? ''),
    ]
    const events = [number(good?.key ?? '', good?.value ?? Buffer.alloc(0)), ...bad.map((value) => number(good?.key ?? '', value))]
    const headless = { offset: '99', position: 5n, previous: 5n, value: Buffer.from('x'), unreadable: 'no readable position header' }
    await landing.land(events[0]?.partition ?? 0, [...events, headless])
    const letters = readdirSync(join(dir, 'dead-letters/era=1', `p=${events[0]?.partition}`)).sort()
    expect(letters).toEqual(['2.json', '3.json', '4.json', '5-offset-99.json', '5.json'])
    const letter = JSON.parse(readFileSync(join(dir, 'dead-letters/era=1', `p=${events[0]?.partition}`, '2.json'), 'utf8')) as object
    expect(letter).toMatchObject({
      position: '2',
      after: '1',
      reason: 'the message is not JSON in UTF-8',
      bytes: bad[0]?.toString('base64'),
    })
    expect(await applied()).toContain(5n)
    expect(await built(5n)).toMatchObject({ position: '5', events: 1, deadLetters: 5 })
    expect(await readProgress(dir)).toEqual({ position: '5', coveredUntil: MARK.coveredUntil, deadLetters: 5, gapAt: null })
  })
})

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
  it('are not published over a gap', async () => {
    const missing = journal[122] as TestEvent
    const [before, after] = [journal.slice(0, 122), journal.slice(123)]
    await land(before)
    await land(after)
    await expect(
      landing.land(
        missing.partition,
        [...before, ...after].filter(({ partition }) => partition === missing.partition),
      ),
    ).rejects.toThrow('leaves out')
    expect((await applied())[missing.partition]).toBe(missing.previous)
    await expect(built()).rejects.toThrow('events are missing after position 122; the next is 124')
    expect(await readProgress(dir)).toMatchObject({ position: null })
    await land([missing])
    await expect(built(end + 2n)).rejects.toThrow(`events are missing after position ${end}`)
    expect(readdirSync(publishedFolder(dir))).toEqual([])
    expect(await built()).toMatchObject({ events: journal.length })
  })

  it('are not published when one position has two contents, and no compaction hides that', async () => {
    await land(journal)
    const event = journal[50] as TestEvent
    await landing.land(event.partition, [{ ...event, value: Buffer.from(event.value.toString().replace('1332', '9999')) }])
    for (const _ of ['before', 'after']) {
      await expect(built()).rejects.toThrow(`position ${event.position} has 2 different contents`)
      await compact(dir, 1, event.partition)
    }
  })

  it('are not published when a run does not add up to its control total', async () => {
    const changed = journal.map((event) => {
      const isOne = readEvent(event.value).kind === 'payout' && event.value.includes('"lineNumber":7,')
      return isOne ? { ...event, value: Buffer.from(event.value.toString().replace(/"amountMinor":"\d+"/, '"amountMinor":"1"')) } : event
    })
    await land(changed)
    await expect(built()).rejects.toThrow(/the payouts of run .* do not add up to its control total in PLN/)
  })

  it.each<[string, RegExp, string, string]>([
    ['half a text', /"data".*/s, '"da', 'the message is not JSON in UTF-8'],
    ['a text that is no JSON', /^\{/, '<', 'the message is not JSON in UTF-8'],
    ['an amount that is no number', /"amountMinor":"\d+"/, '"amountMinor":"12x"', 'data.payout.amountMinor'],
    ['no amount', /"amountMinor":"\d+",/, '', 'data.payout.amountMinor'],
    ['a pay date that is none', /"payDate":"[^"]+"/, '"payDate":"tomorrow"', 'data.payout.payDate'],
    ['a time of settlement that is none', /"settledAt":"[^"]+"/, '"settledAt":"at noon"', 'data.payout.settledAt'],
    ['a booking day that is none', /"settledAt"/, '"bookedOn":"2025-02-30","settledAt"', 'data.payout.bookedOn'],
    ['charges that are no list', /"settledAt"/, '"charges":"none","settledAt"', 'data.payout.charges'],
    ['a charge without its amount', /"settledAt"/, '"charges":[{"for":"payment","currency":"EUR"}],"settledAt"', 'data.payout.charges'],
    ['an account amount that is none', /"settledAt"/, '"accountAmount":7,"settledAt"', 'data.payout.accountAmount'],
  ])('are not published when an event in the landing is malformed: %s', async (_what, part, instead, reason) => {
    await land(journal)
    const event = journal.findLast((each) => typeOf(each) === 'payout.settled') as TestEvent
    await damage(event, (text) => text.replace(part, instead))
    const name = new RegExp(
      `event at position ${event.position} \\(payout ${event.key}\\) cannot be read: .*${reason.replaceAll('.', '\\.')}`,
    )
    await expect(built()).rejects.toThrow(MartsRefused)
    await expect(built()).rejects.toThrow(name)
    expect(readdirSync(publishedFolder(dir))).toEqual([])
  })

  it.each([
    ['totals that are none', '"totals":[{', '"totals":[7,{'],
    ['half a text', '"data"', '"da'],
  ])('are not published when the newest event of a run is malformed: %s', async (_what, part, instead) => {
    await land(journal)
    const event = journal.findLast((each) => typeOf(each) === 'payroll-run.settled') as TestEvent
    await damage(event, (text) => text.replace(part, instead))
    await expect(built()).rejects.toThrow(new RegExp(`event at position ${event.position} \\(payroll-run .*\\) cannot be read: `))
    expect(readdirSync(publishedFolder(dir))).toEqual([])
  })

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
    const { manifest, built: anew } = await advance(dir, {
      mark: { ...MARK, era: 1, position } as Watermark,
      gapAt: null,
      now: new Date(0),
    })
    expect({ anew, hash: manifest?.hash }).toEqual({ anew: true, hash })
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

describe('the reader', () => {
  it('follows the manifest to a newer file while older questions are answered, and only three files are kept', async () => {
    await land(journal)
    const positions = journal.flatMap(({ value, position }) => (typeOf({ value }) === 'payroll-run.settled' ? [position] : []))
    const reader = openReader(dir)
    expect(await reader.feesByCorridor(everything)).toEqual({ rows: [], coverage: { position: null, coveredUntil: null, deadLetters: 0 } })
    for (const position of [0n, ...positions, end]) {
      const asked = Promise.all(Array.from({ length: 8 }, () => reader.feesByCorridor(everything)))
      await built(position)
      await asked
      expect((await reader.feesByCorridor(everything)).coverage.position).toBe(position.toString())
    }
    expect(readdirSync(publishedFolder(dir)).filter((name) => name.endsWith('.duckdb'))).toHaveLength(3)
    reader.close()
  })

  it('answers by month, currency and company, and never for a company the person may not see', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const payouts = async (filter: object) =>
      (await reader.feesByCorridor({ ...everything, ...filter })).rows.reduce((sum, row) => sum + row.payouts, 0)
    const all = await payouts({})
    expect(await payouts({ company: 'TSA' })).toBe((all / 3) * 2)
    expect(await payouts({ from: '2026-02', to: '2026-02' })).toBe(all / 3)
    expect(await payouts({ currency: 'KWD' })).toBeLessThan(all / 3)
    expect(await payouts({ companies: [] })).toBe(0)
    expect(await payouts({ company: "TSA' OR '1'='1" })).toBe(0)
    expect(await reader.choices(null)).toMatchObject({ companies: [{ code: 'TSB' }, { code: 'TSA' }], firstMonth: '2026-01' })
    expect(await reader.choices([])).toEqual({ companies: [], currencies: [], firstMonth: null })
    reader.close()
  })

  it('says that finance is down when the manifest or its file cannot be read', async () => {
    await land(journal)
    const { file } = await built()
    rmSync(join(publishedFolder(dir), file))
    expect(await readProgress(dir)).toBeNull()
    await expect(openReader(dir).feesByCorridor(everything)).rejects.toThrow()
    writeFileSync(join(publishedFolder(dir), 'manifest.json'), '{"file":')
    expect(await readProgress(dir)).toBeNull()
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
