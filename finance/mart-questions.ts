/** The questions that finance can be asked, by name: the SQL of each, over the published marts, and who may hear which rows. */
import { type Connection, rowsOf } from './duckdb'

export type Filter = {
  /** First and last month, both included: "2026-06". */
  from: string
  to: string
  currency?: string | undefined
  /** A company's code. */
  company?: string | undefined
  /** The ids of the companies the asking person may see; null means every one. */
  companies: readonly string[] | null
}

/** Counts come as strings, because DuckDB's are of 64 bits and more; no count of payouts gets near 2^53. */
type Question = { sql: string; counts: readonly string[] }

const WHERE = `
  month BETWEEN CAST($from || '-01' AS DATE) AND CAST($to || '-01' AS DATE)
  AND ($currency = '' OR currency = $currency)
  AND ($company = '' OR company_id IN (SELECT id FROM companies WHERE code = $company))
  AND ($everyCompany OR list_contains(string_split($companies, ','), company_id))`

export const QUESTIONS = {
  'fees-by-corridor': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, corridor, currency, charge_currency AS "chargeCurrency", sum(payouts) AS payouts, sum(charged) AS charged,
    sum(CASE WHEN charge_currency IS NULL THEN payouts ELSE 0 END) AS "feeUnknown",
    sum(fee_minor)::VARCHAR AS "feeMinor", sum(return_fee_minor)::VARCHAR AS "returnFeeMinor", sum(volume_minor)::VARCHAR AS "volumeMinor",
    CASE WHEN bool_and(charged_volume_minor IS NOT NULL) THEN sum(charged_volume_minor)::VARCHAR END AS "chargedVolumeMinor"
  FROM fees_by_corridor WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`,
    counts: ['payouts', 'charged', 'feeUnknown'],
  },
  'payouts-by-country': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, country, currency, status, sum(payouts) AS payouts, sum(amount_minor)::VARCHAR AS "amountMinor"
  FROM payouts_by_country WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`,
    counts: ['payouts'],
  },
  'settlement-times': {
    sql: `
  WITH times AS (SELECT month, rail, bank, seconds, sum(payouts) AS payouts FROM settlement_times WHERE ${WHERE} GROUP BY month, rail, bank, seconds),
    counted AS (SELECT *, sum(payouts) OVER (PARTITION BY month, rail, bank ORDER BY seconds) AS so_far, sum(payouts) OVER (PARTITION BY month, rail, bank) AS whole FROM times)
  SELECT strftime(month, '%Y-%m') AS month, rail, bank, sum(payouts) AS payouts, min(seconds) FILTER (so_far * 10 >= whole * 5) AS "halfWithinSeconds",
    min(seconds) FILTER (so_far * 10 >= whole * 9) AS "nineInTenWithinSeconds", coalesce(sum(payouts) FILTER (seconds <= 86400), 0) AS "withinADay"
  FROM counted GROUP BY month, rail, bank ORDER BY ALL`,
    counts: ['payouts', 'halfWithinSeconds', 'nineInTenWithinSeconds', 'withinADay'],
  },
  'failures-by-reason': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, kind, reason_code AS "reasonCode", bank, currency, became, sum(payouts) AS payouts, sum(amount_minor)::VARCHAR AS "amountMinor"
  FROM failures_by_reason WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`,
    counts: ['payouts'],
  },
  'volume-by-company': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, code AS company, currency, sum(payouts) AS payouts, sum(amount_minor)::VARCHAR AS "amountMinor", sum(paid) AS paid,
    sum(paid_minor)::VARCHAR AS "paidMinor", sum(unpaid) AS unpaid, sum(unpaid_minor)::VARCHAR AS "unpaidMinor"
  FROM volume_by_company JOIN companies ON id = company_id WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`,
    counts: ['payouts', 'paid', 'unpaid'],
  },
  // Of one payout there is no mean: it would only look like one.
  'cost-per-payout': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, currency, charge_currency AS "chargeCurrency", sum(charged) AS charged, sum(fee_minor)::VARCHAR AS "feeMinor",
    sum(return_fee_minor)::VARCHAR AS "returnFeeMinor",
    CASE WHEN sum(charged) > 1 THEN (sum(fee_minor) // sum(charged) + (sum(fee_minor) % sum(charged) * 2 >= sum(charged))::INTEGER)::HUGEINT::VARCHAR END AS "perPayoutMinor"
  FROM cost_per_payout WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`,
    counts: ['charged'],
  },
  'control-totals': {
    sql: `
  SELECT strftime(month, '%Y-%m') AS month, run_reference AS run, currency, status, payouts, amount_minor::VARCHAR AS "amountMinor", of_payouts AS "ofPayouts",
    of_payouts_minor::VARCHAR AS "ofPayoutsMinor", booked, booked_minor::VARCHAR AS "bookedMinor"
  FROM control_totals WHERE ${WHERE} ORDER BY ALL`,
    counts: ['payouts', 'ofPayouts', 'booked'],
  },
} as const satisfies Record<string, Question>

export type QuestionName = keyof typeof QUESTIONS
export const QUESTION_NAMES = Object.keys(QUESTIONS) as [QuestionName, ...QuestionName[]]

/** The rows of an answer, in their order. Amounts are decimal strings of minor units. */
export async function askQuestion<Row>(connection: Connection, name: QuestionName, filter: Filter): Promise<Row[]> {
  const { from, to, currency = '', company = '', companies } = filter
  const { sql }: Question = QUESTIONS[name]
  const parameters = { from, to, currency, company, everyCompany: companies === null, companies: companies?.join(',') ?? '' }
  return countedRows(name, await rowsOf<Record<string, unknown>>(connection, sql, parameters))
}

/** Rows of that question with their counts as numbers. */
export function countedRows<Row>(name: QuestionName, rows: readonly Record<string, unknown>[]): Row[] {
  const { counts }: Question = QUESTIONS[name]
  const counted = (row: Record<string, unknown>) =>
    Object.fromEntries(counts.map((count) => [count, row[count] === null ? null : Number(row[count])]))
  return rows.map((row) => ({ ...row, ...counted(row) })) as Row[]
}
