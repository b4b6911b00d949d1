/** A small month, computed by hand before its marts were written; the calculation stands here. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { PayoutStateV1 } from '@/events/payout-v1'
import { dir, everything, land, landedBy } from '@/stack/test-runner/landed'
import { numbering, payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { type Connection, openToRead, rowsOf } from './duckdb'
import { openLanding } from './landing/landing'
import { askQuestion, QUESTION_NAMES, type QuestionName } from './mart-questions'
import { publish } from './publish'

landedBy({ openLanding, buildMarts, publish })

type Event = { id: string; type: string; time: string; sequence: string; data: { payout: PayoutStateV1; changed: string[] } }

const BEYOND = '9007199254740993' // 2^53 + 1, which no floating-point number is
const charge = (amountMinor: string, bookedOn?: string, currency = 'EUR', what: 'payment' | 'return' = 'payment') => ({
  ...{ amountMinor, currency, for: what },
  ...(bookedOn && { bookedOn }),
})
const on = (bookedOn: string, ...charges: ReturnType<typeof charge>[]) => ({ bookedOn, ...(charges.length > 0 && { charges }) })

/**
 * Seven payouts of one run, all in EUR from Germany to Spain, pay date 25 January; submitted, approved and sent on the 22nd, then:
 * 1  1,000.00  booked on the 22nd; three fees: 0.25 on the 22nd, 0.10 on the 31st, and 3.00 USD on the 22nd
 * 2  2,000.00  booked on the 22nd for 0.40; a later version has no fee: it was reversed
 * 3  3,000.00  booked on the 23rd for 0.15; came back on 3 February for MS03, for 0.60 more
 * 4  4,000.00  failed for AC04; sent again, booked on the 30th for 0.20
 * 5  5,000.00  booked; no day given, file read at 23:30 UTC on 31 January, 1 February at the bank; 0.12
 * 6  2^53 + 1  booked on the 22nd; its fee is 2^53 + 1 as well
 * 7  2^53 + 1  booked on the 22nd; no fee is known
 */
const amounts = ['100000', '200000', '300000', '400000', '500000', BEYOND, BEYOND]
const bookings: Partial<PayoutStateV1>[] = [
  on('2026-01-22', charge('25', '2026-01-22'), charge('10', '2026-01-31'), charge('300', '2026-01-22', 'USD')),
  on('2026-01-22', charge('40', '2026-01-22')),
  on('2026-01-23', charge('15', '2026-01-23')),
  {},
  { settledOn: '2026-02-01', charges: [charge('12')] },
  on('2026-01-22', charge(BEYOND, '2026-01-22')),
  on('2026-01-22'),
]

function month(): TestEvent[] {
  const payout = (_: number, line: number) => ({
    ...{ ends: line === 4 ? ('failed' as const) : ('settled' as const), currency: 'EUR', corridor: 'DE-ES', beneficiaryCountry: 'ES' },
    ...{ amountMinor: amounts[line - 1] ?? '', feeMinor: null, booking: bookings[line - 1] ?? {} },
  })
  const told = [...payrollEvents({ runs: 1, payoutsPerRun: amounts.length, payout })].map(({ key, value }) => ({
    key,
    event: JSON.parse(value.toString()) as Event,
  }))
  const newest = (line: number) => told.findLast(({ event }) => event.data.payout?.lineNumber === line) as (typeof told)[number]
  const change = (line: number, type: string, time: string, changed: string[], state: Partial<PayoutStateV1>) => {
    const { key, event } = newest(line)
    const version = event.data.payout.version + 1
    const id = `${event.id.slice(0, -2)}${line}${version}`
    const data = { ...event.data, changed, payout: { ...event.data.payout, statusSince: time, ...state, version } }
    told.push({ key, event: { ...event, id, type, time, sequence: String(version), data } })
  }
  newest(5).event.data.payout.settledAt = '2026-01-31T23:30:00.000Z'
  for (const line of [1, 2]) newest(line).event.data.payout.bank = 'Northern Bank'
  change(2, 'payout.settled', '2026-01-28T09:00:00.000Z', ['charges'], { charges: [] })
  change(3, 'payout.returned', '2026-02-04T09:00:00.000Z', ['status'], {
    ...{ status: 'returned', returnedOn: '2026-02-03', reasonCode: 'MS03' },
    charges: [charge('15', '2026-01-23'), charge('60', '2026-02-03', 'EUR', 'return')],
  })
  change(4, 'payout.sent', '2026-01-29T09:00:00.000Z', ['status', 'attempt'], { status: 'sent', attempt: 2, reasonCode: null })
  const booked = { status: 'settled' as const, settledAt: '2026-01-31T08:00:00.000Z', ...on('2026-01-30', charge('20', '2026-01-30')) }
  change(4, 'payout.settled', '2026-01-31T08:00:00.000Z', ['status'], booked)
  const number = numbering()
  return told.map(({ key, event }) => number(key, event))
}

/** Rows as the published file holds them. */
let ask: (sql: string) => Promise<unknown[]>
let answer: (question: QuestionName, filter?: object) => Promise<unknown[]>

beforeEach(async () => {
  const events = month()
  await land(events)
  const { written } = await buildMarts(dir, 1, events.at(-1)?.position ?? 0n)
  const read = async (work: (connection: Connection) => Promise<unknown[]>) => {
    const store = await openToRead(written)
    try {
      return await work(store.connection)
    } finally {
      store.close()
    }
  }
  ask = (sql) => read((connection) => rowsOf(connection, sql))
  answer = (question, filter) => read((connection) => askQuestion(connection, question, { ...everything, ...filter }))
})

describe('a small month', () => {
  it('has every change as a row: what changed, on which day it happened, and when it was recorded', async () => {
    // Four changes of each of the seven, and one more of 2, one of 3, two of 4.
    expect(await ask('SELECT count(*) AS rows, count(DISTINCT event_id) AS events FROM payout_changes')).toEqual([
      { rows: '32', events: '32' },
    ])
    const of = (line: number) => `
      SELECT payout_changes.version, type, array_to_string(changed, ' ') AS changed, payout_changes.attempt, payout_changes.reason_code AS reason,
        happened_on::VARCHAR AS happened, recorded_at::VARCHAR AS recorded
      FROM payout_changes JOIN payout_facts ON id = payout_id WHERE line_number = ${line} AND payout_changes.version > 3 ORDER BY 1`
    expect(await ask(of(2))).toMatchObject([
      { version: 4, happened: '2026-01-22', recorded: '2026-01-22 12:00:00' },
      { version: 5, type: 'payout.settled', changed: 'charges', recorded: '2026-01-28 09:00:00' },
    ])
    expect(await ask(of(3))).toMatchObject([
      { version: 4, happened: '2026-01-23' },
      { version: 5, type: 'payout.returned', reason: 'MS03', happened: '2026-02-03', recorded: '2026-02-04 09:00:00' },
    ])
    expect(await ask(of(4))).toMatchObject([
      { version: 4, type: 'payout.failed', attempt: 1, reason: 'AC04', happened: '2026-01-22' },
      { version: 5, type: 'payout.sent', changed: 'status attempt', attempt: 2, reason: null, happened: '2026-01-29' },
      { version: 6, type: 'payout.settled', attempt: 2, happened: '2026-01-30', recorded: '2026-01-31 08:00:00' },
    ])
    expect(await ask(of(5))).toMatchObject([{ happened: '2026-02-01', recorded: '2026-01-22 12:00:00' }])
  })

  it('has each fee as a row, a reversed one no more, and each in the month of its own booking', async () => {
    const rows = await ask(`
      SELECT line_number AS line, kind, payout_charges.charge_currency AS currency, amount_minor AS minor, booked_on::VARCHAR AS booked, month::VARCHAR AS month
      FROM (SELECT * RENAME (payout_id AS id) FROM payout_charges) payout_charges JOIN (SELECT id, line_number FROM payout_facts) USING (id)
      ORDER BY line_number, kind, currency, booked`)
    const row = (line: number, kind: string, currency: string, minor: string, booked: string) => ({
      ...{ line, kind, currency, minor, booked },
      month: `${booked.slice(0, 7)}-01`,
    })
    expect(rows).toEqual([
      row(1, 'payment', 'EUR', '25', '2026-01-22'),
      row(1, 'payment', 'EUR', '10', '2026-01-31'),
      row(1, 'payment', 'USD', '300', '2026-01-22'),
      row(3, 'payment', 'EUR', '15', '2026-01-23'),
      row(3, 'return', 'EUR', '60', '2026-02-03'),
      row(4, 'payment', 'EUR', '20', '2026-01-30'),
      row(5, 'payment', 'EUR', '12', '2026-02-01'),
      row(6, 'payment', 'EUR', BEYOND, '2026-01-22'),
    ])
  })

  it('adds the fees up by corridor, exactly, and nothing across currencies', async () => {
    // January in EUR: 25 + 10 + 15 + 20 + (2^53 + 1) for the payouts 1, 3, 4 and 6, which moved 100,000 + 300,000 + 400,000 + (2^53 + 1).
    // In USD: 300 for the first, which counts in EUR. Without a charge: 2 and 7, which moved 200,000 + (2^53 + 1). February: 12 for the fifth, 60 for the return.
    const rows = await ask(`
      SELECT month::VARCHAR AS month, charge_currency AS currency, payouts, charged, fee_minor AS fee, return_fee_minor AS "returnFee", volume_minor AS volume
      FROM fees_by_corridor ORDER BY ALL`)
    expect(rows).toEqual([
      {
        month: '2026-01-01',
        currency: 'EUR',
        payouts: '4',
        charged: '4',
        fee: '9007199254741063',
        returnFee: '0',
        volume: '9007199255540993',
      },
      { month: '2026-01-01', currency: 'USD', payouts: '0', charged: '1', fee: '300', returnFee: '0', volume: '0' },
      { month: '2026-01-01', currency: null, payouts: '2', charged: '0', fee: '0', returnFee: '0', volume: '9007199254940993' },
      { month: '2026-02-01', currency: 'EUR', payouts: '1', charged: '1', fee: '12', returnFee: '60', volume: '500000' },
    ])
  })

  it('has what each company pays and has paid, and what a booked payout cost', async () => {
    // All seven: 1,500,000 + 2 (2^53 + 1) = 18,014,398,509,481,986 + 1,500,000. The third came back; the other six are paid: less 300,000.
    expect(await answer('volume-by-company')).toEqual([
      {
        ...{ month: '2026-01', company: 'TSA', currency: 'EUR', payouts: 7, amountMinor: '18014398510981986' },
        ...{ paid: 6, paidMinor: '18014398510681986', unpaid: 1, unpaidMinor: '300000' },
      },
    ])
    // January: the fees above over four payouts: 9,007,199,254,741,063 / 4 = 2,251,799,813,685,265.75, so ...266. Of one payout there is no mean.
    const row = { month: '2026-01', currency: 'EUR', chargeCurrency: 'EUR', returnFeeMinor: '0' }
    expect(await answer('cost-per-payout')).toEqual([
      { ...row, charged: 4, feeMinor: '9007199254741063', perPayoutMinor: '2251799813685266' },
      { ...row, chargeCurrency: 'USD', charged: 1, feeMinor: '300', perPayoutMinor: null },
      { ...row, month: '2026-02', charged: 1, feeMinor: '12', returnFeeMinor: '60', perPayoutMinor: null },
    ])
  })

  it('has failures and returns with what became of them, by bank', async () => {
    const row = { month: '2026-01', bank: null, currency: 'EUR', payouts: 1 }
    expect(await answer('failures-by-reason')).toEqual([
      { ...row, kind: 'failed', reasonCode: 'AC04', became: 'settled', amountMinor: '400000' },
      { ...row, month: '2026-02', kind: 'returned', reasonCode: 'MS03', became: 'returned', amountMinor: '300000' },
    ])
    // Sent on the 22nd at 11:00 and booked at 12:00: 1 and 2 at the bank that is named, 3, 6 and 7 before it was. The fourth was booked after 9 days less 3 hours. The fifth in February.
    const of = { month: '2026-01', rail: 'sepa', halfWithinSeconds: 3600 }
    expect(await answer('settlement-times', { to: '2026-01' })).toEqual([
      { ...of, bank: 'Northern Bank', payouts: 2, nineInTenWithinSeconds: 3600, withinADay: 2 },
      { ...of, bank: null, payouts: 4, nineInTenWithinSeconds: 9 * 86_400 - 3 * 3600, withinADay: 3 },
    ])
  })

  it('has the control total of its run beside what its payouts come to, and nothing in an empty month', async () => {
    expect(await answer('control-totals')).toEqual([
      {
        ...{ month: '2026-01', currency: 'EUR', status: 'settled', payouts: 7, ofPayouts: 7, booked: 7, run: 'TST-2026-01-1' },
        ...{ amountMinor: '18014398510981986', ofPayoutsMinor: '18014398510981986', bookedMinor: '18014398510981986' },
      },
    ])
    for (const question of QUESTION_NAMES) expect(await answer(question, { from: '2026-03', to: '2026-03' })).toEqual([])
    for (const question of QUESTION_NAMES) expect(await answer(question, { companies: [] })).toEqual([])
  })
})
