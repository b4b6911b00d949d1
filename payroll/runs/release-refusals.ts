/** Whether an approved run, or a planned file, may go to the bank now. Judged again at each step: a gateway may have been down over night. */
import { judgePayDate, nextPayDate } from '@/accounts/pay-date'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { BANK_TERMS } from '../companies/bank-terms'
import { type BankTerms, currenciesMoved } from '../companies/release-time'
import type { Rejection } from '../transaction/rejections'

type Due = { payDate: string; currencies: string[]; bank: BankTerms; releaseAt: Date | null }

/** Why an approved run may not be released now: its release time has not come, or its bank could not pay it any more. */
export async function refusedRelease(db: Ledger | Transaction, runId: string, now: Date): Promise<Rejection | null> {
  const [run] = await db.$queryRaw<Due[]>`
    SELECT run.pay_date::text AS "payDate", ${CURRENCIES} AS currencies, ${BANK_TERMS} AS bank, run.release_at AS "releaseAt"
    FROM payroll_run run JOIN company ON company.id = run.company_id JOIN bank_profile profile ON profile.id = company.bank_profile_id
      WHERE run.id = ${runId}::uuid`
  if (!run) throw new RangeError(`no run ${runId}`)
  if (run.releaseAt && run.releaseAt > now) return { code: 'not-yet', at: run.releaseAt.toISOString() }
  return refusedAt(run, now)
}

/** Why a planned file may not be handed over now: its bank could not execute it any more on its day, or on `day`. */
export async function refusedTransmission(
  db: Ledger | Transaction,
  bankMessageId: string,
  now: Date,
  day: string | null = null,
): Promise<Rejection | null> {
  const [file] = await db.$queryRaw<Omit<Due, 'releaseAt'>[]>`
    SELECT coalesce(${day}::date, message.execution_date, run.pay_date)::text AS "payDate", ${BANK_TERMS} AS bank,
      (SELECT coalesce(array_agg(DISTINCT total ->> 'currency'), '{}') FROM jsonb_array_elements(message.totals) total) AS currencies
    FROM bank_message message JOIN payroll_run run ON run.id = message.run_id JOIN company ON company.id = run.company_id
      JOIN bank_profile profile ON profile.id = company.bank_profile_id
    WHERE message.id = ${bankMessageId}::uuid`
  return file ? refusedAt(file, now) : null
}

function refusedAt(due: Omit<Due, 'releaseAt'>, now: Date): Rejection | null {
  const asked = { ...due, currencies: currenciesMoved(due.bank, due.currencies), at: now }
  const problem = judgePayDate(asked)
  return problem && { code: 'pay-date', problem, next: nextPayDate(asked) }
}

/** Of a `run`: those of its lines, as imported. */
export const CURRENCIES = Prisma.sql`(SELECT array_agg(DISTINCT total ->> 'currency') FROM jsonb_array_elements(run.totals) total)`
