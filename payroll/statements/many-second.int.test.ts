/** A bank that books a whole file twice is one sentence with count and sum, and each of its bookings can still be decided. */
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { Sent } from '@/stack/test-runner/bank-says'
import { document, entries, statement } from '@/stack/test-runner/bank-xml'
import { APPROVER, callOf, done, gatewayCall, PREPARER, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { listExceptions } from '../exceptions/exceptions'
import { confirmResolution, confirmSeveral, proposeForSeveral, proposeResolution } from '../exceptions/resolve-exception'
import { applyBankFile } from './apply'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const VIEWER = { userId: APPROVER.id, companies: null }
const REASON = 'The bank takes it back.'
const page = (state: 'open' | 'proposed' | 'resolved', told: string | null = null, cursor: string | null = null) =>
  listExceptions(test.ledger, VIEWER, { state, mine: false, ofNoRun: false, with: told, cursor })

async function says(xml: string) {
  const bytes = Buffer.from(xml)
  const fileName = `${randomUUID()}.xml`
  const { documents } = await readBankFile(bytes, fileName)
  return done(
    await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents),
  )
}

async function sent(people: number): Promise<Sent[]> {
  const rows = Array.from({ length: people }, (_, n) => `${n + 1},Person ${n + 1},DE,DE89370400440532013000,,EUR,${1000 + n}.10`)
  const { id } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  return test.ledger.$queryRaw<Sent[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
}

it('of 600 is one exception with count and sum, whose bookings are listed and decided one by one or many at once', {
  timeout: 180_000,
}, async () => {
  const all = await sent(600)
  await says(document('camt.053.001.08', statement('S1', entries(all))))
  expect((await page('open')).rows).toEqual([])
  const { messages } = await says(document('camt.053.001.08', statement('S2', entries(all, { date: '<Dt>2026-11-27</Dt>' }))))
  // 600 × 1,000.10 and 0 to 599 more.
  const problem =
    '600 payments of one file are booked more than once, 779,760.00 EUR in all: the bank moved the money twice, or reported it twice under different references'
  const { rows, counts } = await page('open')
  expect(rows.map((row) => [row.problem, row.others])).toEqual([[problem, 599]])
  expect([counts.open, messages[0]?.findings]).toEqual([1, 1])
  const lead = rows[0]?.id ?? ''

  const first = await page('open', lead)
  const second = await page('open', lead, first.nextCursor)
  expect([first.rows.length, second.rows.length]).toEqual([50, 50])
  const each = [...first.rows, ...second.rows].filter(({ id }) => id !== lead)
  expect(new Set(each.map((row) => row.problem))).toEqual(new Set(['booked more than once']))

  // One of them by itself: the others are still one sentence.
  const one = { id: each[0]?.id ?? '', version: 1 }
  done(await proposeResolution(test.ledger, callOf(PREPARER), one, { resolution: 'returned-to-bank', matchedTo: null, reason: REASON }))
  expect((await page('proposed')).rows.map(({ id }) => id)).toEqual([one.id])
  expect((await page('open')).rows.map((row) => row.others)).toEqual([598])
  done(await confirmResolution(test.ledger, callOf(APPROVER), { id: one.id, version: 2 }))

  // Many at once.
  const many = each.slice(1, 91).map(({ id }) => ({ id, version: 1 }))
  const proposed = done(await proposeForSeveral(test.ledger, callOf(PREPARER), many, { resolution: 'returned-to-bank', reason: REASON }))
  expect(proposed.findings.every((finding) => finding.done)).toBe(true)
  const confirmed = done(
    await confirmSeveral(
      test.ledger,
      callOf(APPROVER),
      many.map(({ id }) => ({ id, version: 2 })),
    ),
  )
  expect(confirmed.findings.every((finding) => finding.done)).toBe(true)
  expect((await page('open')).rows.map((row) => row.others)).toEqual([508])
  expect((await page('resolved')).counts.resolved).toBe(1)

  // The one that speaks for them decided as well: the next one speaks.
  done(
    await proposeResolution(
      test.ledger,
      callOf(PREPARER),
      { id: lead, version: 1 },
      { resolution: 'returned-to-bank', matchedTo: null, reason: REASON },
    ),
  )
  done(await confirmResolution(test.ledger, callOf(APPROVER), { id: lead, version: 2 }))
  const left = (await page('open')).rows
  expect(left.map((row) => [row.problem, row.others])).toEqual([['booked more than once', 507]])
  expect((await page('open', left[0]?.id)).rows).toHaveLength(50)
})

it('of six is one exception, and of five are five', async () => {
  const before = (await page('open')).counts.open
  const six = await sent(6)
  await says(document('camt.053.001.08', statement('A1', entries(six))))
  await says(document('camt.053.001.08', statement('A2', entries(six.slice(0, 5), { date: '<Dt>2026-11-27</Dt>' }))))
  expect((await page('open')).counts.open).toBe(before + 5)
  await says(document('camt.053.001.08', statement('A3', entries(six.slice(5), { date: '<Dt>2026-11-28</Dt>' }))))
  expect((await page('open')).counts.open).toBe(before + 1)
})
