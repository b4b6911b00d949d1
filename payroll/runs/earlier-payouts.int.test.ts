/** What support is shown of the months before: the same employee of the same company, on the same account, and nobody else. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approvedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { listEarlier } from './earlier-payouts'
import { listLines } from './run-lines'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const [LUCIA, ANOTHER] = ['ES9121000418450200051332', 'ES7921000813610123456789']
const EVERYONE = { userId: 'support', companies: null }

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

async function payoutOf(period: string, lines: string): Promise<string> {
  const run = await approvedRun(test, `${HEADER}\n${lines}\n`, period)
  const { rows } = await listLines(test.ledger, EVERYONE, run.id, { only: 'all', text: null, after: 0 })
  return rows[0]?.payoutId ?? 'no payout'
}

it('lists the months before on this account, the newest first', async () => {
  await payoutOf('2026-08', `2,Inés Garzia,ES,${LUCIA},,EUR,700.00`)
  const september = await payoutOf('2026-09', `1,Lucía García,ES,${LUCIA},,EUR,900.00`)
  const october = await payoutOf('2026-10', `1,Lucía García,ES,${LUCIA},,EUR,1000.00`)
  const november = await payoutOf('2026-11', `1,Lucía García,ES,${LUCIA},,EUR,1100.00`)
  const december = await payoutOf('2026-12', `1,Lucía García,ES,${ANOTHER},,EUR,1100.00`)
  const earlier = async (payoutId: string, companies: readonly string[] | null = null) =>
    (await listEarlier(test.ledger, { ...EVERYONE, companies }, payoutId)).map(({ period, amountMinor }) => [period, amountMinor])
  expect(await earlier(november)).toEqual([
    ['2026-10', '100000'],
    ['2026-09', '90000'],
  ])
  expect(await earlier(october)).toEqual([['2026-09', '90000']])
  expect(await earlier(september)).toEqual([])
  expect(await earlier(december)).toEqual([])
  expect(await earlier(november, [randomUUID()])).toEqual([])
})
