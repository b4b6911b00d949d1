/** The figures of the finance desk against the marts and against the rows behind them, to the minor unit. */
import { describe, expect, it } from 'vitest'
import { dir, everything, journal, land, landedBy } from '@/stack/test-runner/landed'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { buildMarts } from '../build-marts'
import { openLanding } from '../landing/landing'
import { publish } from '../publish'
import { holdPublished } from '../published'
import { openReader, type Reader } from '../reader'
import type { FigureRow, RowKey } from './figure-rows'
import { daysOf, FIGURES, type FigureName, type Question } from './question'
import { sumFigure } from './sum-figures'
import { AskedTooMuch, withinLimit } from './within-limit'

const { built } = landedBy({ openLanding, buildMarts, publish })

const question: Question = { ...daysOf(everything), grain: 'month', companies: null }

/** Payouts that were charged twice, in two currencies, came back at a cost, failed, are underway, or whose fee is not known; beyond 2^53, too. */
const ENDS = ['settled', 'returned', 'failed', 'sent', 'settled', 'settled'] as const
const charge = (what: 'payment' | 'return', amountMinor: string, currency: string, bookedOn?: string) => ({
  ...{ for: what, amountMinor, currency },
  ...(bookedOn && { bookedOn }),
})
const odd = [
  ...payrollEvents({
    runs: 2,
    payoutsPerRun: 42,
    payout: (_, line) => ({
      ...{ ends: ENDS[line % 6] ?? 'settled', feeMinor: line % 6 === 4 ? null : '14' },
      ...(line % 7 === 0 && { rail: 'swift' as const }),
      ...(line === 1 && { amountMinor: '9007199254740993' }),
      ...(line % 6 === 1 && {
        booking: {
          bookedOn: '2026-01-31',
          returnedOn: '2026-02-03',
          charges: [charge('payment', '9007199254740993', 'EUR'), charge('return', '35', 'USD', '2026-02-03')],
        },
      }),
      ...(line % 6 === 5 && {
        booking: { bookedOn: '2026-02-28', charges: [charge('payment', '12', 'EUR'), charge('payment', '5', 'EUR', '2026-03-01')] },
      }),
    }),
  }),
]
const oddEnd = odd.at(-1)?.position ?? 0n

async function paged(reader: Reader, figure: FigureName, size: number, more: Partial<Question> = {}) {
  const rows: FigureRow[] = []
  const starts: (RowKey | null)[] = []
  for (let after: RowKey | null = null; ; ) {
    const read = await reader.rows({ ...question, ...more, figure, after, size })
    if (!read) throw new Error('nothing is published')
    expect(read.page.skipped).toBe(rows.length)
    expect(read.page.previous).toEqual(after === null ? undefined : (starts.at(-1) ?? null))
    rows.push(...read.page.rows)
    if (!read.page.next) return { rows, totals: read.page.totals }
    starts.push(after)
    after = read.page.next
  }
}

const sums = (rows: readonly { currency: string; minor: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(rows, ({ currency }) => currency)]
      .sort()
      .map(([currency, same]) => [currency, same.reduce((sum, { minor }) => sum + BigInt(minor), 0n)]),
  )

describe('a figure of the finance desk', () => {
  it('is the sum of the rows behind it, whole and in each part of time, on whatever pages they stand', async () => {
    await land(odd)
    await built(oddEnd)
    const reader = openReader(dir)
    for (const figure of FIGURES) {
      const {
        rows: [told = []],
      } = await reader.figures(question, [{ figure }])
      const whole = told.filter(({ bucket, currency }) => bucket === null && currency !== null)
      const { rows, totals } = await paged(reader, figure, 13)
      expect(rows.length, figure).toBeGreaterThan(13)
      expect(new Set(rows.map(({ id, part }) => `${id} ${part}`)).size).toBe(rows.length)
      expect(sums(rows), figure).toEqual(sums(whole.map(({ currency, minor }) => ({ currency: currency ?? '', minor: minor ?? '' }))))
      expect(sums(totals)).toEqual(sums(rows))
      for (const { bucket, currency, rows: count, minor } of told.filter((each) => each.bucket !== null && each.currency !== null)) {
        const some = await paged(reader, figure, 50, { bucket: bucket ?? '', rowCurrency: currency ?? '' })
        expect([some.rows.length, sums(some.rows)], `${figure} ${bucket} ${currency}`).toEqual([
          count,
          { [currency ?? '']: BigInt(minor ?? 0) },
        ])
      }
    }
    reader.close()
  })

  it('is what the marts say by month, and by other parts of time the same in sum', async () => {
    await land(odd)
    await built(oddEnd)
    const reader = openReader(dir)
    type Row = { payouts: number; feeMinor?: string; amountMinor?: string; returnFeeMinor?: string }
    const total = (rows: readonly Row[]) => ({
      payouts: rows.reduce((sum, row) => sum + row.payouts, 0),
      minor: rows.reduce((sum, row) => sum + BigInt(row.feeMinor ?? row.amountMinor ?? 0) + BigInt(row.returnFeeMinor ?? 0), 0n),
    })
    const fees = (await reader.feesByCorridor(everything)).rows
    const countries = (await reader.payoutsByCountry(everything)).rows
    for (const grain of ['day', 'week', 'quarter'] as const) {
      expect(total((await reader.feesByCorridor({ ...everything, grain })).rows)).toEqual(total(fees))
      expect(total((await reader.payoutsByCountry({ ...everything, grain })).rows)).toEqual(total(countries))
    }
    const byRail = await Promise.all(['sepa', 'swift'].map((rail) => reader.feesByCorridor({ ...everything, rail })))
    expect(total(byRail.flatMap(({ rows }) => rows))).toEqual(total(fees))
    const {
      rows: [told = []],
    } = await reader.figures(question, [{ figure: 'fees' }])
    const ofMonths = told.filter(({ bucket, currency }) => bucket !== null && currency !== null)
    for (const { bucket, currency, minor } of ofMonths) {
      const same = fees.filter((row) => row.month === bucket && row.chargeCurrency === currency)
      expect(same.reduce((sum, row) => sum + BigInt(row.feeMinor) + BigInt(row.returnFeeMinor), 0n)).toBe(BigInt(minor ?? 0))
    }
    reader.close()
  })

  it('is never of a company the person may not see, and takes every text as a value', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const rows = async (more: Partial<Question>) => (await paged(reader, 'paid', 500, more)).rows
    const all = await rows({})
    const [one] = all
    if (!one) throw new Error('no row')
    const ids = new Set(all.map(({ companyCode }) => companyCode))
    expect([...ids].sort()).toEqual(['TSA', 'TSB'])
    expect(await rows({ companies: [] })).toEqual([])
    expect((await rows({ company: 'TSA' })).every(({ companyCode }) => companyCode === 'TSA')).toBe(true)
    for (const text of ["' OR '1'='1", '%', '\u0000', '💶'])
      for (const field of ['company', 'rail', 'corridor', 'country', 'reason', 'status', 'rowCurrency', 'bucket', 'currency'] as const)
        expect(await rows({ [field]: text })).toEqual([])
    expect((await reader.figures({ ...question, companies: [] }, [{ figure: 'paid' }])).rows).toEqual([[]])
    reader.close()
  })

  it('is compared with the time before, whose rows are not its own', async () => {
    await land(journal)
    await built()
    const reader = openReader(dir)
    const february = { from: '2026-02-01', to: '2026-02-28' }
    const before = { from: '2026-01-01', to: '2026-01-31' }
    const {
      rows: [told = []],
    } = await reader.figures({ ...question, ...february }, [{ figure: 'ended', before }])
    const of = (isBefore: boolean) => told.find((each) => each.before === isBefore && each.bucket === null && each.currency === null)?.rows
    expect([of(true), of(false)]).toEqual([
      (await paged(reader, 'ended', 500, before)).rows.length,
      (await paged(reader, 'ended', 500, february)).rows.length,
    ])
    reader.close()
  })

  it('that takes too long is stopped and said to be, and the next question is answered', async () => {
    await land(journal)
    await built()
    const hasty = holdPublished(dir)
    // So little may be answered between two looks at the clock: then it is asked again.
    const asked = hasty.read((connection) =>
      withinLimit(connection, 0, async () => {
        for (let n = 0; n < 100; n += 1) for (const figure of FIGURES) await sumFigure(connection, question, { figure })
      }),
    )
    await expect(asked).rejects.toBeInstanceOf(AskedTooMuch)
    hasty.close()
    const reader = openReader(dir)
    expect((await reader.figures(question, [{ figure: 'paid' }])).rows[0]).not.toEqual([])
    reader.close()
  })

  it('is of one publication, with its rows, while a newer one takes its place', async () => {
    await land(journal)
    const reader = openReader(dir)
    expect(await reader.rows({ ...question, figure: 'paid', after: null, size: 10 })).toBeNull()
    expect(await reader.everyRow({ ...question, figure: 'paid' }, { begin: () => {}, take: async () => {} })).toBe(false)
    await built(journal[60]?.position)
    let expected = 0
    let taken = 0
    await reader.everyRow(
      { ...question, figure: 'open' },
      {
        begin: (rows) => {
          expected = rows
        },
        take: async (rows) => {
          taken += rows.length
          await built()
          await reader.rows({ ...question, figure: 'open', after: null, size: 1 })
        },
      },
    )
    expect(taken).toBe(expected)
    expect(taken).toBeGreaterThan(0)
    reader.close()
  })
})
