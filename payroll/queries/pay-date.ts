/** Whether a company's bank can pay on a day, and on which day next. */
import { payDateProblems } from '@/bank/payroll-file/pay-date'
import type { Ledger, Transaction } from '@/prisma/connect'

/** Easter is the longest closure: four days. */
const DAYS_AHEAD = 12

type Asked = { companyId: string; payDate: string; now: Date; currencies: readonly string[] }

/** `sentence` is null when it can; else what is wrong and the next possible day. @throws when there is no such company. */
export async function judgePayDate(
  db: Ledger | Transaction,
  { companyId, payDate, now, currencies }: Asked,
): Promise<{ sentence: string | null; next: string | null }> {
  const days = await db.$queryRaw<{ day: string; cutOffAt: string; today: string }[]>`
    SELECT day::date::text AS day, iso_utc((day::date + cut_off) AT TIME ZONE time_zone) AS "cutOffAt", (${now} AT TIME ZONE time_zone)::date::text AS today
    FROM company c JOIN bank_profile b ON b.id = c.bank_profile_id,
      generate_series(${payDate}::date::timestamp, greatest(${payDate}::date, (${now} AT TIME ZONE time_zone)::date) + make_interval(days => ${DAYS_AHEAD}), '1 day') AS day
    WHERE c.id = ${companyId}::uuid AND (day::date = ${payDate}::date OR day::date >= (${now} AT TIME ZONE time_zone)::date)
    ORDER BY 1`
  const [asked, ...later] = days.map(({ day, cutOffAt, today }) => ({
    day,
    problems: payDateProblems({ payDate: day, today, now: now.toISOString(), cutOffAt, currencies: null }, currencies),
  }))
  if (!asked) throw new RangeError(`no company ${companyId}`)
  if (asked.problems.length === 0) return { sentence: null, next: null }
  const next = later.find(({ problems }) => problems.length === 0)?.day ?? null
  return { sentence: [...asked.problems, ...(next ? [`The next possible day is ${next}.`] : [])].join(' '), next }
}
