/**
 * Brings an installation up to BENCH_PAYOUTS payouts through all of the product, in runs of 100,000: each is imported and submitted, and each fifth is approved
 * and paid by the simulated bank. With BENCH_DIR they stay, for the benches that ask a million.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { signIn } from './api'
import { mixedPayrollFile, monthOf, uploadPayroll } from './payroll'
import { settled } from './settled'

const PAYOUTS = Number(variable('BENCH_PAYOUTS', '1000000'))
const LINES = 100_000
const PAID_EACH = 5

const url = variable('APP_URL')
const password = variable('DEMO_PASSWORD')
const ledger = openLedger(variable('DATABASE_URL_APP'), 2)
const coordinator = await signIn(url, 'coordinator@payledger.test', password)
const approver = await signIn(url, 'approver@payledger.test', password)
for (let number = 1; ; number++) {
  const payouts = await ledger.payout.count()
  console.log(`${payouts} payouts`)
  if (payouts >= PAYOUTS) break
  const began = performance.now()
  const lines = Math.min(LINES, PAYOUTS - payouts)
  const id = await uploadPayroll(coordinator, mixedPayrollFile(number, lines), monthOf(2028, number), 'NLG')
  const { body } = await coordinator(`/api/payroll-runs/${id}/submission`, { method: 'POST', version: 1 })
  if (number % PAID_EACH === 0) {
    await approver(`/api/payroll-runs/${id}/approvals`, { method: 'POST', version: 2, body: JSON.stringify({ seal: body.seal }) })
    await settled(ledger)
  }
  console.log(`run ${number}: ${((performance.now() - began) / 1_000).toFixed(0)} s`)
}
await settled(ledger)
// Search and finance have caught up as well.
const behind = async () => {
  const ready = (await (await fetch(`${url}/api/health/ready`)).json()) as Record<'search' | 'finance', { state: string } | undefined>
  return ready.search?.state !== 'fresh' || ready.finance?.state !== 'fresh'
}
while (await behind()) await pause(1_000)
await ledger.$disconnect()
