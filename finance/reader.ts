/** What finance is asked. Every answer says what it covers, from the same file its rows are from. Amounts are decimal strings of minor units. */
import type { PayoutInCopy } from '@/events/held-copy'
import type { Coverage } from '@/platform/freshness'
import { readCertificate } from './certificate'
import { rowsOf } from './duckdb'
import { payoutInFacts } from './payout-in-facts'
import { coverageOf } from './progress'
import { type Proof, proofOf } from './proof'
import { holdPublished, type Published } from './published'
import { askQuestion, type Filter, type QuestionName } from './questions'

export type { Filter } from './questions'

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

export type Proven = { coverage: Coverage } & ({ proof: Proof; uncertified: null } | { proof: null; uncertified: string })

export type Reader = {
  /** @throws when what is published cannot be read, as all of these do. */
  feesByCorridor(filter: Filter): Promise<Answer<FeeRow>>
  payoutsByCountry(filter: Filter): Promise<Answer<CountryRow>>
  /** An answer with everything that proves it, or the reason why nothing does; null when nothing has been published. */
  prove(question: QuestionName, filter: Filter): Promise<Proven | null>
  /** What a person may filter by. */
  choices(companies: readonly string[] | null): Promise<Choices>
  /** One payout as its published row, and what finance says of itself. */
  payout(id: string, partition: number): Promise<PayoutInCopy>
  close(): void
}

/** Reads what is published below `dir`, always the newest. */
export function openReader(dir: string): Reader {
  const published = holdPublished(dir)
  return {
    feesByCorridor: (filter) => answer<FeeRow>(published, 'fees-by-corridor', filter),
    payoutsByCountry: (filter) => answer<CountryRow>(published, 'payouts-by-country', filter),
    prove: (question, filter) => prove(dir, published, question, filter),
    choices: (companies) => choices(published, companies),
    payout: (id, partition) => payoutInFacts(dir, published, id, partition),
    close: published.close,
  }
}

async function answer<Row>(published: Published, question: QuestionName, filter: Filter): Promise<Answer<Row>> {
  const found = await published.read(async (connection, manifest) => ({
    rows: await askQuestion<Row>(connection, question, filter),
    coverage: coverageOf(manifest),
  }))
  return found ?? { rows: [], coverage: { position: null, coveredUntil: null, deadLetters: 0 } }
}

async function prove(dir: string, published: Published, question: QuestionName, filter: Filter): Promise<Proven | null> {
  return published.read(async (connection, manifest) => {
    const { certificate, uncertified } = manifest
    if (certificate === null) return { proof: null, uncertified: uncertified ?? 'It has no certificate.', coverage: coverageOf(manifest) }
    const rows = await askQuestion<Proof['rows'][number]>(connection, question, filter)
    return {
      proof: proofOf(question, filter, rows, await readCertificate(dir, certificate)),
      uncertified: null,
      coverage: coverageOf(manifest),
    }
  })
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
