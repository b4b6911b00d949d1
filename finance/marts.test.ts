/** Marts that nothing asks yet, of a small month that was computed by hand first. */
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { dir, land, landedBy } from '@/stack/test-runner/landed'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { openToRead, rowsOf } from './duckdb'
import { openLanding } from './landing/landing'
import { publish } from './publish'

landedBy({ openLanding, buildMarts, publish })

/** The rows of a mart of one run of payouts to Spain, whose last events are changed by their line. */
async function martOf(mart: string, ends: readonly ('settled' | 'failed' | 'returned')[], change: (text: string, line: number) => string) {
  const payout = (_: number, line: number) => ({
    ...{ ends: ends[line - 1] ?? 'settled', currency: 'EUR', corridor: 'DE-ES', beneficiaryCountry: 'ES', amountMinor: `${line}00` },
  })
  const events = [...payrollEvents({ runs: 1, payoutsPerRun: ends.length, payout })].map((event) => {
    const text = event.value.toString()
    const line = Number(/"lineNumber":(\d+)/.exec(text)?.[1] ?? 0)
    return text.includes('"version":4') && line > 0 ? { ...event, value: Buffer.from(change(text, line)) } : event
  })
  await land(events)
  const { written } = await buildMarts(dir, 1, events.at(-1)?.position ?? 0n)
  const store = await openToRead(written)
  const rows = await rowsOf<Record<string, unknown>>(store.connection, `SELECT * EXCLUDE (company_id) FROM ${mart}`)
  store.close()
  rmSync(written)
  return rows
}

const settledAfter = (hours: number) => `"settledAt":"${new Date(Date.UTC(2026, 0, 22, 11) + hours * 3_600_000).toISOString()}"`

it('settlement times: half, nine in ten, and within a day', async () => {
  // Sent on 22 January at 11:00. Sorted: 1, 2, 3, 4, 5, 20, 24, 25, 48 and 240 hours, the last booked in February.
  // January: nine payouts; the fifth of them took 5 h; the ninth (0.9 of 9 is 8.1, so the next) 48 h; 24 h is within a day, 25 h is not: seven.
  const hours = [48, 1, 24, 3, 20, 2, 5, 25, 4, 240]
  const rows = await martOf(
    'settlement_times',
    hours.map(() => 'settled'),
    (text, line) => text.replace(/"settledAt":"[^"]+"/, settledAfter(hours[line - 1] ?? 0)),
  )
  expect(rows).toEqual([
    {
      ...{ month: '2026-01-01', rail: 'sepa', payouts: '9', within_a_day: '7' },
      ...{ half_within_seconds: String(5 * 3_600), nine_in_ten_within_seconds: String(48 * 3_600) },
    },
    {
      ...{ month: '2026-02-01', rail: 'sepa', payouts: '1', within_a_day: '0' },
      ...{ half_within_seconds: String(240 * 3_600), nine_in_ten_within_seconds: String(240 * 3_600) },
    },
  ])
})

it('failures and returns: by reason, each in its month', async () => {
  // Lines 1 and 2 failed for AC04: 1.00 + 2.00. Line 3 came back for MS03, booked on 3 February: 3.00. Line 4 came back and no reason was told: 4.00. Line 5 was paid.
  const rows = await martOf('failures_by_reason', ['failed', 'failed', 'returned', 'returned', 'settled'], (text, line) =>
    line === 3 ? text.replace('"reasonCode":null', '"reasonCode":"MS03","returnedOn":"2026-02-03"') : text,
  )
  const row = { month: '2026-01-01', corridor: 'DE-ES', currency: 'EUR' }
  expect(rows).toEqual([
    { ...row, status: 'failed', reason_code: 'AC04', payouts: '2', amount_minor: '300' },
    { ...row, status: 'returned', reason_code: null, payouts: '1', amount_minor: '400' },
    { ...row, month: '2026-02-01', status: 'returned', reason_code: 'MS03', payouts: '1', amount_minor: '300' },
  ])
})
