/** Settlement times, failures and returns of a small month that was computed by hand first. */
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { dir, everything, land, landedBy } from '@/stack/test-runner/landed'
import { payrollEvents } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { openToRead } from './duckdb'
import { openLanding } from './landing/landing'
import { askQuestion, type QuestionName } from './mart-questions'
import { publish } from './publish'

landedBy({ openLanding, buildMarts, publish })

/** The rows of an answer about one run of payouts to Spain, whose last events are changed by their line. */
async function answerOf(
  question: QuestionName,
  ends: readonly ('settled' | 'failed' | 'returned')[],
  change: (text: string, line: number) => string,
) {
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
  const rows = await askQuestion<Record<string, unknown>>(store.connection, question, everything)
  store.close()
  rmSync(written)
  return rows
}

const settledAfter = (hours: number) => `"settledAt":"${new Date(Date.UTC(2026, 0, 22, 11) + hours * 3_600_000).toISOString()}"`

it('settlement times: half, nine in ten, and within a day', async () => {
  // Sent on 22 January at 11:00. Sorted: 1, 2, 3, 4, 5, 20, 24, 25, 48 and 240 hours, the last booked in February.
  // January: nine payouts; the fifth of them took 5 h; the ninth (0.9 of 9 is 8.1, so the next) 48 h; 24 h is within a day, 25 h is not: seven.
  const hours = [48, 1, 24, 3, 20, 2, 5, 25, 4, 240]
  const rows = await answerOf(
    'settlement-times',
    hours.map(() => 'settled'),
    (text, line) => text.replace(/"settledAt":"[^"]+"/, settledAfter(hours[line - 1] ?? 0)),
  )
  const hour = 3_600
  expect(rows).toEqual([
    {
      ...{ month: '2026-01', rail: 'sepa', bank: null, payouts: 9, withinADay: 7 },
      ...{ halfWithinSeconds: 5 * hour, nineInTenWithinSeconds: 48 * hour },
    },
    {
      ...{ month: '2026-02', rail: 'sepa', bank: null, payouts: 1, withinADay: 0 },
      ...{ halfWithinSeconds: 240 * hour, nineInTenWithinSeconds: 240 * hour },
    },
  ])
})

it('failures and returns: by reason, each in its month', async () => {
  // Lines 1 and 2 failed for AC04: 1.00 + 2.00. Line 3 came back for MS03, booked on 3 February: 3.00. Line 4 came back and no reason was told: 4.00. Line 5 was paid.
  const rows = await answerOf('failures-by-reason', ['failed', 'failed', 'returned', 'returned', 'settled'], (text, line) =>
    line === 3 ? text.replace('"reasonCode":null', '"reasonCode":"MS03","returnedOn":"2026-02-03"') : text,
  )
  const row = { month: '2026-01', bank: null, currency: 'EUR' }
  expect(rows).toEqual([
    { ...row, kind: 'failed', reasonCode: 'AC04', became: 'failed', payouts: 2, amountMinor: '300' },
    { ...row, kind: 'returned', reasonCode: null, became: 'returned', payouts: 1, amountMinor: '400' },
    { ...row, month: '2026-02', kind: 'returned', reasonCode: 'MS03', became: 'returned', payouts: 1, amountMinor: '300' },
  ])
})
