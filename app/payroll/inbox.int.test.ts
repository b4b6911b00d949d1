/** The inbox: found, sorted and paged as one asks, and opened where work is. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unreadable } from '@/iso20022/unreadable'
import { countInboxes, listRuns, type RunFilter } from '@/payroll/runs/list-runs'
import { applyBankFile } from '@/payroll/statements/apply'
import { listReceived } from '@/payroll/statements/bank-messages'
import { TEST_NOW } from '@/stack/test-runner/clock'
import { CSV, callOf, done, draftRun, gatewayCall, PREPARER, submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { inboxWithWork } from './inbox-url'

let test: TestLedger
const viewer = { userId: 'somebody else', companies: null }
const periods = async (filter: Partial<RunFilter>) =>
  (await listRuns(test.ledger, viewer, { inbox: 'draft', find: null, sort: 'newest', cursor: null, ...filter }, TEST_NOW)).rows.map(
    (run) => run.period,
  )

beforeAll(async () => {
  test = await testLedger()
  const [header, first = ''] = CSV.split('\n')
  done(await draftRun(test, CSV, '2027-03', callOf(PREPARER), '2026-12-01'))
  done(await draftRun(test, `${header}\n${first}\n`, '2027-01', callOf(PREPARER), '2026-11-26'))
  done(await draftRun(test, CSV.replace('1200.50', '1201.50'), '2027-02', callOf(PREPARER), '2026-11-27'))
})
afterAll(() => test.close())

it.each([
  ['newest', ['2027-02', '2027-01', '2027-03']],
  ['pay-date', ['2027-01', '2027-02', '2027-03']],
  ['payouts', ['2027-02', '2027-03', '2027-01']],
] as const)('sorts by %s', async (sort, expected) => {
  const found = await periods({ sort })
  expect(sort === 'payouts' ? [found.slice(0, 2).sort(), found[2]] : found).toEqual(
    sort === 'payouts' ? [['2027-02', '2027-03'], '2027-01'] : expected,
  )
})

it.each([
  ['2027-01', ['2027-01']],
  ['tst 2027-03', ['2027-03']],
  ['EMPLOYER', ['2027-02', '2027-01', '2027-03']],
  ['nobody', []],
])('finds by %s', async (find, expected) => {
  expect(await periods({ find })).toEqual(expected)
})

it('goes on after a row in every sort', async () => {
  for (const sort of ['newest', 'pay-date', 'company', 'payouts'] as const) {
    const all = (await listRuns(test.ledger, viewer, { inbox: 'draft', find: null, sort, cursor: null }, TEST_NOW)).rows
    expect(await periods({ sort, cursor: all[0]?.id ?? '' })).toEqual(all.slice(1).map((run) => run.period))
  }
})

it('says when the bank must have the files, on the bank’s clock', async () => {
  const { rows } = await listRuns(test.ledger, viewer, { inbox: 'draft', find: '2027-01', sort: 'newest', cursor: null }, TEST_NOW)
  expect(rows[0]?.cutOffAt).toBe(`${rows[0]?.payDate}T15:30:00.000Z`)
})

it('opens where work is', async () => {
  expect(inboxWithWork(await countInboxes(test.ledger, viewer, TEST_NOW))).toBe('draft')
  await submittedRun(test, CSV.replace('2300.00', '2301.00'), '2027-04')
  expect(inboxWithWork(await countInboxes(test.ledger, viewer, TEST_NOW))).toBe('needs-my-approval')
})

it('finds the files of the banks by their names, and pages through them', async () => {
  const seen = { userId: 'somebody', companies: null }
  for (let number = 1; number <= 52; number += 1) {
    const document = { place: `odd-${number}.xml`, sha256: number.toString(16).padStart(64, '0'), report: unreadable('it is no XML') }
    done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
  }
  const first = await listReceived(test.ledger, seen, { find: null, before: null })
  expect([first.messages.length, first.messages[0]?.fileName]).toEqual([50, 'odd-52.xml'])
  const second = await listReceived(test.ledger, seen, { find: null, before: first.next })
  expect([second.messages.map((message) => message.fileName), second.next]).toEqual([['odd-2.xml', 'odd-1.xml'], null])
  const found = await listReceived(test.ledger, seen, { find: 'ODD-17', before: null })
  expect(found.messages.map((message) => message.fileName)).toEqual(['odd-17.xml'])
})
