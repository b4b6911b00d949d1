/** What finance is asked. Every answer says what it covers, from the same file its rows are from. Amounts are decimal strings of minor units. */
import type { PayoutInCopy } from '@/events/held-copy'
import type { Coverage } from '@/platform/freshness'
import { type Certificate, readCertificate } from './certificate'
import { openPast } from './close/past'
import { type Connection, type Parameters, rowsOf } from './duckdb'
import type { Manifest } from './manifest'
import { askQuestion, countedRows, type Filter as MartFilter, type QuestionName } from './mart-questions'
import { payoutInFacts } from './payout-in-facts'
import { coverageOf } from './progress'
import { type Proof, proofOf } from './proof'
import { holdPublished, type Published } from './published'
import { countriesSql, feesSql } from './questions/fees-and-countries'
import { allRows, countRows, type FigureRow, pageOfRows, type RowKey, type RowPage } from './questions/figure-rows'
import { type Dimension, daysOf, type FigureName, type Grain, parametersOf, type Question } from './questions/question'
import { type FigureSum, sumFigure } from './questions/sum-figures'
import { withinLimit } from './questions/within-limit'
import { openWhys, type Whys } from './why/why'

export type Filter = MartFilter & {
  rail?: string | undefined
  /** In which parts of time the rows come; by month where nothing is said. */
  grain?: Grain | undefined
}

/** What banks charged, by the month of their booking day, in one currency of charges. */
export type FeeRow = {
  /** "2026-06", or the part of time that was asked for. */
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

export type Choices = { companies: { code: string; name: string }[]; currencies: string[]; rails: string[]; firstMonth: string | null }

/** `coverage` with a null position: nothing has been published yet. */
export type Answer<T> = { rows: T[]; coverage: Coverage }

export type Proven = { coverage: Coverage } & ({ proof: Proof; uncertified: null } | { proof: null; uncertified: string })

/** What was proved of the publication that is shown now; without a certificate, why it has none. */
export type Certified = { coverage: Coverage; certificate: Certificate | null; uncertified: string | null }
/** A figure of a page, over its time and the time it is compared with. */
export type AskedFigure = { figure: FigureName; by?: Dimension; before?: { from: string; to: string } }

/** Takes the rows behind a figure; it may wait as long as whoever reads them, who stops the reading by throwing. */
export type RowTaker = {
  /** Told first how many rows come, and what they cover. */
  begin(rows: number, coverage: Coverage): void
  take(rows: readonly FigureRow[]): Promise<void>
}

/** What is asked of the figures, whenever they are of. */
export type Figures = {
  /** @throws when what is published cannot be read, or AskedTooMuch when that takes too long, as all of these do. */
  feesByCorridor(filter: Filter): Promise<Answer<FeeRow>>
  payoutsByCountry(filter: Filter): Promise<Answer<CountryRow>>
  /** Several figures of one publication, in the order in which they were asked for. */
  figures(question: Question, asked: readonly AskedFigure[]): Promise<Answer<FigureSum[]>>
  /** A page of the rows behind a figure; null before the first publication. */
  rows(
    question: Question & { figure: FigureName; after: RowKey | null; size: number },
  ): Promise<{ page: RowPage; coverage: Coverage } | null>
  /** All rows behind a figure, of one publication. @returns false before the first publication. */
  everyRow(question: Question & { figure: FigureName }, taker: RowTaker): Promise<boolean>
  /** What a person may filter by. */
  choices(companies: readonly string[] | null): Promise<Choices>
}

/** The figures that are published now, and what else finance is asked. */
export type Reader = Figures & {
  /** The figures as they stood at a time or position (close/past.ts); null before the first publication. */
  asOf(moment: string, now: Date): Promise<Figures | null>
  /** An answer with everything that proves it, or the reason why nothing does; null when nothing has been published. */
  prove(question: QuestionName, filter: Filter): Promise<Proven | null>
  /** Null when nothing has been published. */
  certified(): Promise<Certified | null>
  /** Why figures differ between two moments (why/why.ts). */
  why: Whys['why']
  /** One payout as its published row, and what finance says of itself. */
  payout(id: string, partition: number): Promise<PayoutInCopy>
  close(): void
}

/** So long a question may take: a page is read in milliseconds, and an export goes at the pace of its reader. */
const LIMIT_MS = 5_000

/** Reads what is published below `dir`, always the newest. */
export function openReader(dir: string): Reader {
  const published = holdPublished(dir)
  const whys = openWhys(dir, published)
  const past = openPast(dir, published)
  return {
    ...figuresFrom(published.read),
    async asOf(moment, now) {
      const then = await past.at(moment, now)
      return then && figuresFrom(then.read)
    },
    prove: (question, filter) => prove(dir, limit(published.read), question, filter),
    certified: () =>
      published.read(async (_, manifest) => ({
        coverage: coverageOf(manifest),
        certificate: manifest.certificate && (await readCertificate(dir, manifest.certificate)),
        uncertified: manifest.uncertified,
      })),
    payout: (id, partition) => payoutInFacts(dir, published, id, partition),
    why: whys.why,
    close() {
      whys.close()
      past.close()
      published.close()
    },
  }
}

const limit =
  (read: Published['read']): Published['read'] =>
  (query) =>
    read((connection, manifest) => withinLimit(connection, LIMIT_MS, () => query(connection, manifest)))

function figuresFrom(read: Published['read']): Figures {
  const limited = limit(read)
  return {
    feesByCorridor: (filter) => answer<FeeRow>(limited, 'fees-by-corridor', feesSql, filter),
    payoutsByCountry: (filter) => answer<CountryRow>(limited, 'payouts-by-country', countriesSql, filter),
    async figures(question, asked) {
      const found = await limited(async (connection, manifest) => {
        const rows: FigureSum[][] = []
        for (const each of asked) rows.push(await sumFigure(connection, question, each))
        return { rows, coverage: coverageOf(manifest) }
      })
      return found ?? { rows: asked.map(() => []), coverage: NOTHING_COVERED }
    },
    rows: (question) =>
      limited(async (connection, manifest) => ({ page: await pageOfRows(connection, question), coverage: coverageOf(manifest) })),
    async everyRow(question, taker) {
      const found = await read(async (connection, manifest) => {
        await handOn(connection, manifest, question, taker)
        return true
      })
      return found ?? false
    },
    choices: (companies) => choices(limited, companies),
  }
}

async function prove(dir: string, read: Published['read'], question: QuestionName, filter: Filter): Promise<Proven | null> {
  return read(async (connection, manifest) => {
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

async function handOn(
  connection: Connection,
  manifest: Manifest,
  { figure, ...question }: Question & { figure: FigureName },
  taker: RowTaker,
): Promise<void> {
  taker.begin(await withinLimit(connection, LIMIT_MS, () => countRows(connection, figure, question)), coverageOf(manifest))
  for await (const rows of allRows(connection, figure, question)) await taker.take(rows)
}

const NOTHING_COVERED: Coverage = { position: null, coveredUntil: null, deadLetters: 0 }

/** The marts are by month, and know no rail. */
const isByMonth = ({ grain = 'month', rail }: Filter): boolean => grain === 'month' && !rail

/** Of the marts where they have it, else counted of the payouts in their way. */
async function answer<Row>(
  read: Published['read'],
  question: QuestionName,
  sqlOf: (grain: Grain) => string,
  filter: Filter,
): Promise<Answer<Row>> {
  const found = await read(async (connection, manifest) => ({
    rows: isByMonth(filter)
      ? await askQuestion<Row>(connection, question, filter)
      : countedRows<Row>(question, await rowsOf(connection, sqlOf(filter.grain ?? 'month'), byDay(filter))),
    coverage: coverageOf(manifest),
  }))
  return found ?? { rows: [], coverage: NOTHING_COVERED }
}

function byDay({ from, to, grain = 'month', ...rest }: Filter): Parameters {
  const { rowCurrency, bucket, ...parameters } = parametersOf({ ...rest, grain, ...daysOf({ from, to }) })
  return parameters
}

async function choices(read: Published['read'], companies: readonly string[] | null): Promise<Choices> {
  const parameters = { everyCompany: companies === null, companies: companies?.join(',') ?? '' }
  const found = await read(async (connection) => {
    const rows = await rowsOf<{ code: string; name: string }>(
      connection,
      "SELECT code, name FROM companies WHERE $everyCompany OR list_contains(string_split($companies, ','), id) ORDER BY name",
      parameters,
    )
    const mine = "$everyCompany OR list_contains(string_split($companies, ','), company_id)"
    const [months] = await rowsOf<Record<'first' | 'currencies' | 'rails', string | null>>(
      connection,
      `SELECT strftime(min(month), '%Y-%m') AS first, string_agg(DISTINCT currency, ',' ORDER BY currency) AS currencies,
        (SELECT string_agg(DISTINCT rail, ',' ORDER BY rail) FROM payout_facts WHERE ${mine}) AS rails
       FROM payouts_by_country WHERE ${mine}`,
      parameters,
    )
    const { first = null, currencies = null, rails = null } = months ?? {}
    return { companies: rows, currencies: currencies?.split(',') ?? [], rails: rails?.split(',') ?? [], firstMonth: first }
  })
  return found ?? { companies: [], currencies: [], rails: [], firstMonth: null }
}
