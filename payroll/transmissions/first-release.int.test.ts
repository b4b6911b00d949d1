/** The first run of an installation, when nothing is known of how many rows the tables will have. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AGAIN, APPROVER, callOf, done, draftRun, gatewayCall, PREPARER, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { makeIban } from '@/stack/test-runner/make-iban'
import { approveRun } from '../runs/approve-run'
import { submitRun } from '../runs/submit-run'
import { planRelease } from './plan-release'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
}, 60_000)
afterAll(() => test.close())

const PEOPLE = 20_000

it('is released without reading the instructions from end to end for each payout', async () => {
  const { ledger } = test
  const line = (n: number) => `E${n},Sample Person ${n},DE,${makeIban('DE', `3704${String(n).padStart(14, '0')}`)},,EUR,1000.00`
  const header = 'employee_number,employee_name,country,account,bic,currency,amount'
  const { id } = done(await draftRun(test, [header, ...Array.from({ length: PEOPLE }, (_, n) => line(n))].join('\n')))
  const { seal } = done(await submitRun(ledger, callOf(PREPARER), id, 1, AGAIN))
  done(await approveRun(ledger, callOf(APPROVER), id, 2, seal ?? '', AGAIN))
  const before = await timesRead()
  expect(done(await planRelease(ledger, gatewayCall(), id)).instructions).toBe(PEOPLE)
  expect((await timesRead()) - before).toBeLessThan(10)
}, 60_000)

/** How often the whole table was read, by all sessions that are idle now: each tells it when its transaction ends, at the latest a second later. */
async function timesRead(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await Promise.all(Array.from({ length: 8 }, () => test.ledger.$queryRaw`SELECT pg_stat_force_next_flush()::text`))
  await test.ledger.$queryRaw`SELECT pg_stat_clear_snapshot()::text`
  const [table] = await test.ledger.$queryRaw<{ scans: number }[]>`
    SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'settlement_instruction'`
  return table?.scans ?? Number.NaN
}
