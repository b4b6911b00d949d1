/** Gives a draft another pay date, one its bank can still pay on. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { changePayouts } from '../journal/append-payouts'
import { appendRunEvent } from '../journal/append-run'
import { type CommandContext, type CommandResult, execute, RUN_TRANSITION_MS } from '../transaction/execute'
import { expectVersion } from '../transaction/expect-version'
import type { Rejection } from '../transaction/rejections'
import { factOf, type RunChanged } from './change-run'
import { recordRunHand } from './hands'
import { lockRun } from './lock-run'
import { judgeRunDate, refusedForDate } from './pay-date'

/** Whoever sets the day of payment has had a hand in the run. Payouts of a run that was sent back or recalled have the new date as well. */
export function changePayDate(
  ledger: Ledger,
  call: CommandContext,
  runId: string,
  seenVersion: number,
  payDate: string,
): Promise<CommandResult<RunChanged>> {
  return execute<RunChanged>(ledger, call, (tx) => change(tx, call, runId, seenVersion, payDate), RUN_TRANSITION_MS)
}

async function change(
  tx: Transaction,
  call: CommandContext,
  runId: string,
  seenVersion: number,
  payDate: string,
): Promise<RunChanged | Rejection> {
  const run = await lockRun(tx, runId, call.companies)
  if (!run) return { code: 'not-found', what: 'run' }
  const behind = await expectVersion(tx, run.id, seenVersion, run.version)
  if (behind) return behind
  if (run.status !== 'draft') return { code: 'wrong-state', what: 'run', status: run.status, wanted: 'a draft' }
  const [{ totals } = { totals: [] }] = await tx.$queryRaw<{ totals: { currency: string }[] }[]>`
    SELECT totals FROM payroll_run WHERE id = ${run.id}::uuid`
  const currencies = [...new Set(totals.map(({ currency }) => currency))]
  const refused = refusedForDate(await judgeRunDate(tx, { companyId: run.companyId, payDate, now: call.now, currencies }))
  if (refused) return refused
  await recordRunHand(tx, run.id, call, 'set-pay-date')
  const version = run.version + 1
  await tx.$executeRaw`UPDATE payroll_run SET pay_date = ${payDate}::date, version = ${version} WHERE id = ${run.id}::uuid`
  const fact = factOf(call, null)
  await appendRunEvent(tx, run.id, 'payroll-run.pay-date-changed', fact)
  await changePayouts(tx, withNewDate(run.id), { ...fact, type: 'payout.pay-date-changed', changed: ['payDate'] })
  return { id: run.id, status: run.status, version, seal: null }
}

const withNewDate = (runId: string) => Prisma.sql`
  UPDATE payout SET version = version + 1 WHERE run_id = ${runId}::uuid AND status = 'withdrawn' RETURNING payout.*`
