/** What finance is asked. Every answer says what it covers, from the same file its rows are from. Amounts are decimal strings of minor units. */
import type { Coverage } from '@/platform/freshness'
import { rowsOf } from './duckdb'
import { coverageOf } from './progress'
import { holdPublished, type Published } from './published'

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

/** What banks charged, by the month of their booking day, in one currency of charges. */
export type FeeRow = {
  month: string
  corridor: string
  /** What the payouts were paid in, which `volumeMinor` is in. */
  currency: string
  /** What the bank charged in; null for payouts for which it has named no charge. */
  chargeCurrency: string | null
  /** Each booked payout once. */
  payouts: number
  /** Those with a charge in this currency. */
  charged: number
  /** Those for which the bank has named no charge. */
  feeUnknown: number
  feeMinor: string
  /** What returns cost, in the month in which they were booked. */
  returnFeeMinor: string
  volumeMinor: string
  /** What the charged payouts moved, in the currency of the charge; null where the bank did not tell it. */
  chargedVolumeMinor: string | null
}

/** Payouts with their pay date in a month, by where they go and what became of them. */
export type CountryRow = { month: string; country: string; currency: string; status: string; payouts: number; amountMinor: string }

export type Choices = { companies: { code: string; name: string }[]; currencies: string[]; firstMonth: string | null }

/** `coverage` with a null position: nothing has been published yet. */
export type Answer<T> = { rows: T[]; coverage: Coverage }

export type Reader = {
  /** @throws when what is published cannot be read, as all of these do. */
  feesByCorridor(filter: Filter): Promise<Answer<FeeRow>>
  payoutsByCountry(filter: Filter): Promise<Answer<CountryRow>>
  /** What a person may filter by. */
  choices(companies: readonly string[] | null): Promise<Choices>
  close(): void
}

/** Reads what is published below `dir`, always the newest. */
export function openReader(dir: string): Reader {
  const published = holdPublished(dir)
  return {
    feesByCorridor: (filter) => answer<FeeRow, FeeCount>(published, FEES, filter, FEE_COUNTS),
    payoutsByCountry: (filter) => answer<CountryRow, 'payouts'>(published, COUNTRIES, filter, ['payouts']),
    choices: (companies) => choices(published, companies),
    close: published.close,
  }
}

const WHERE = `
  month BETWEEN CAST($from || '-01' AS DATE) AND CAST($to || '-01' AS DATE)
  AND ($currency = '' OR currency = $currency)
  AND ($company = '' OR company_id IN (SELECT id FROM companies WHERE code = $company))
  AND ($everyCompany OR list_contains(string_split($companies, ','), company_id))`

const FEE_COUNTS = ['payouts', 'charged', 'feeUnknown'] as const
type FeeCount = (typeof FEE_COUNTS)[number]

const FEES = `
  SELECT strftime(month, '%Y-%m') AS month, corridor, currency, charge_currency AS "chargeCurrency", sum(payouts) AS payouts, sum(charged) AS charged,
    sum(CASE WHEN charge_currency IS NULL THEN payouts ELSE 0 END) AS "feeUnknown",
    sum(fee_minor)::VARCHAR AS "feeMinor", sum(return_fee_minor)::VARCHAR AS "returnFeeMinor", sum(volume_minor)::VARCHAR AS "volumeMinor",
    CASE WHEN bool_and(charged_volume_minor IS NOT NULL) THEN sum(charged_volume_minor)::VARCHAR END AS "chargedVolumeMinor"
  FROM fees_by_corridor WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`

const COUNTRIES = `
  SELECT strftime(month, '%Y-%m') AS month, country, currency, status, sum(payouts) AS payouts, sum(amount_minor)::VARCHAR AS "amountMinor"
  FROM payouts_by_country WHERE ${WHERE} GROUP BY ALL ORDER BY ALL`

/** Counts come as strings, because DuckDB's are of 64 bits and more; no count of payouts gets near 2^53. */
async function answer<Row, Count extends keyof Row>(
  published: Published,
  sql: string,
  { from, to, currency = '', company = '', companies }: Filter,
  counts: readonly Count[],
): Promise<Answer<Row>> {
  const parameters = { from, to, currency, company, everyCompany: companies === null, companies: companies?.join(',') ?? '' }
  const found = await published.read(async (connection, manifest) => {
    const rows = await rowsOf<Row>(connection, sql, parameters)
    const counted = rows.map((row) => ({ ...row, ...Object.fromEntries(counts.map((count) => [count, Number(row[count])])) }))
    return { rows: counted, coverage: coverageOf(manifest) }
  })
  return found ?? { rows: [], coverage: { position: null, coveredUntil: null, deadLetters: 0 } }
}

async function choices(published: Published, companies: readonly string[] | null): Promise<Choices> {
  const parameters = { everyCompany: companies === null, companies: companies?.join(',') ?? '' }
  const found = await published.read(async (connection) => {
    const rows = await rowsOf<{ code: string; name: string }>(
      connection,
      "SELECT code, name FROM companies WHERE $everyCompany OR list_contains(string_split($companies, ','), id) ORDER BY name",
      parameters,
    )
    const [months] = await rowsOf<{ first: string | null; currencies: string | null }>(
      connection,
      `SELECT strftime(min(month), '%Y-%m') AS first, string_agg(DISTINCT currency, ',' ORDER BY currency) AS currencies FROM payouts_by_country
       WHERE $everyCompany OR list_contains(string_split($companies, ','), company_id)`,
      parameters,
    )
    return { companies: rows, currencies: months?.currencies?.split(',') ?? [], firstMonth: months?.first ?? null }
  })
  return found ?? { companies: [], currencies: [], firstMonth: null }
}
