/** Whether a company's bank can pay on a day, when it would get the file, and on which day next. */
import { judgePayDate, nextPayDate, type PayDateProblem, payDateSentence } from '@/accounts/pay-date'
import type { Ledger, Transaction } from '@/prisma/connect'
import { readBankTerms } from '../companies/bank-terms'
import { currenciesMoved, releaseAt } from '../companies/release-time'
import type { Rejection } from '../transaction/rejections'
import { CURRENCIES } from './release-refusals'

type Asked = { companyId: string; payDate: string; now: Date; currencies: readonly string[] }

/** `problem` and `sentence` are null when it can; `releaseAt` is when a run that is approved now goes to the bank. */
export type PayDateVerdict = { problem: PayDateProblem | null; sentence: string | null; next: string | null; releaseAt: Date }

/**
 * Judges a run that is not approved yet, by the earliest moment at which its bank could get it: approved now, and its grace over.
 * @throws when there is no such company.
 */
export async function judgeRunDate(db: Ledger | Transaction, { companyId, payDate, now, ...paid }: Asked): Promise<PayDateVerdict> {
  const bank = await readBankTerms(db, companyId)
  const currencies = currenciesMoved(bank, paid.currencies)
  const at = releaseAt(bank, payDate, currencies, now)
  const problem = judgePayDate({ payDate, currencies, bank, at })
  if (problem === null) return { problem, sentence: null, next: null, releaseAt: at }
  const next = nextPayDate({ payDate, currencies, bank, at: releaseAt({ ...bank, releaseOpens: null }, payDate, currencies, now) })
  return { problem, sentence: payDateSentence(problem, next), next, releaseAt: at }
}

/** The verdict as a refusal of submission and approval; null when it can be paid. */
export function refusedForDate({ problem, next }: PayDateVerdict): Rejection | null {
  return problem === null || next === null ? null : { code: 'pay-date', problem, next }
}

/** The verdict as a refusal of a form or file that names the pay date. */
export function payDateRows({ sentence }: PayDateVerdict): Rejection | null {
  return sentence === null ? null : { code: 'rows', problems: [{ row: null, field: 'payDate', reason: sentence }] }
}

/** Of a run that is not approved: why its bank cannot pay it any more, and when it would get it if it were approved now. */
export async function judgeRun(
  db: Ledger | Transaction,
  runId: string,
  now: Date,
): Promise<{ refused: Rejection | null; releaseAt: Date }> {
  const [run] = await db.$queryRaw<{ companyId: string; payDate: string; currencies: string[] }[]>`
    SELECT company_id AS "companyId", pay_date::text AS "payDate", ${CURRENCIES} AS currencies FROM payroll_run run WHERE id = ${runId}::uuid`
  if (!run) throw new RangeError(`no run ${runId}`)
  const verdict = await judgeRunDate(db, { ...run, now })
  return { refused: refusedForDate(verdict), releaseAt: verdict.releaseAt }
}
