/** One search: asked of the copy, checked against the ledger in one query. What is shown as true is the ledger's. */
import { setTimeout as pause } from 'node:timers/promises'
import { hashAccount } from '@/events/account-hash'
import { companyNames } from '@/payroll/companies/companies'
import { currentStates, findPayouts as findInLedger, type PayoutNow } from '@/payroll/runs/payout-states'
import { readChangeToken } from '@/payroll/transaction/change-token'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Viewer } from '@/payroll/transaction/viewer'
import { failureOf } from '@/platform/failure'
import { type Coverage, type Freshness, judge, withDiffering } from '@/platform/freshness'
import type { Logger } from '@/platform/log'
import type { Piece } from '@/search/highlight'
import { type ParsedQuery, parseQuery } from '@/search/query-language'
import { type FacetCounts, type FacetName, isCursorOf, type SearchReader } from '@/search/reader'
import { differing } from '../read-freshness'

/** What is asked, and by which secrets tokens and accounts are known. */
type Stores = { ledger: Ledger; search: SearchReader; secret: string; accountHashKey: string; log: Logger }

export type FindRequest = { q: string; sort: 'best' | 'newest'; cursor: string | null; after: string | null; timeZone: string }

/** A payout as found: true values where the ledger has them; `stale` when the copy said otherwise. */
export type FoundPayout = PayoutNow & {
  nameParts: Piece[]
  copyVersion: number
  copyStatus: string
  stale: boolean
  authoritativeStatus: string
}

/** One value that can be chosen, as the copy has it and as it is called. */
export type Facet = { value: string; label: string; count: number }

export type Found = {
  hits: FoundPayout[]
  total: number
  totalIsExact: boolean
  facets: Partial<Record<FacetName, Facet[]>>
  /** How long ago they were counted. */
  facetsAgeSeconds: number
  nextCursor: string | null
  ignored: ParsedQuery['ignored']
  /** What words were also looked for as. */
  meanings: { word: string; text: string }[]
  freshness: Freshness
  /** The ledger itself, when search is down or not filled yet: it finds whole references, ids and account numbers only. */
  readFrom: 'search' | 'ledger'
  /** Documents of the copy that the ledger does not know, or this person may not see; they are not shown. */
  notInLedger: number
  afterSatisfied?: boolean
}

const AFTER_LIMIT_MS = 5_000

const NOT_FILLED: Coverage = { coveredUntil: null, position: null, deadLetters: 0 }

/** Searches the copy; when that is down or not filled yet, looks references and accounts up in the ledger itself, and the freshness says so. */
export async function findPayouts(stores: Stores, viewer: Viewer, request: FindRequest, now: Date): Promise<Found> {
  const parsed = parseQuery(request.q, now, request.timeZone)
  if (request.cursor !== null && !isCursorOf({ ...request, query: parsed }, request.cursor))
    parsed.ignored.push({ part: 'page', reason: 'this link has no valid page, so you see the first page' })
  const hash = (account: string): string => hashAccount(account, stores.accountHashKey)
  const afterSatisfied = request.after === null ? undefined : await waitFor(stores, request.after)
  const fromLedger = async (coverage: Coverage | null): Promise<Found> => ({
    ...(await lookUp(stores, viewer, parsed, hash)),
    freshness: judge('search', coverage, now),
    ...(afterSatisfied !== undefined && { afterSatisfied: false }),
  })
  try {
    const answer = await stores.search.find({ ...request, query: parsed, companies: viewer.companies, hashAccount: hash })
    if (answer === null) return await fromLedger(NOT_FILLED)
    const ids = answer.hits.map((hit) => hit.state.id)
    const [truth, facets, open] = await Promise.all([
      currentStates(stores.ledger, viewer, ids),
      named(stores.ledger, viewer, answer.facets),
      differing(stores.ledger),
    ])
    const hits = answer.hits.flatMap(({ state, name }): FoundPayout[] => {
      const known = truth.get(state.id)
      if (!known) return []
      const differs =
        known.status !== state.status ||
        known.amountMinor !== state.amountMinor ||
        known.currency !== state.currency ||
        known.name !== state.beneficiaryName
      const nameParts = known.name === state.beneficiaryName ? name : [{ text: known.name, hit: false, at: 0 }]
      return [
        {
          ...known,
          nameParts,
          copyVersion: state.version,
          copyStatus: state.status,
          stale: differs || known.version !== state.version,
          authoritativeStatus: known.status,
        },
      ]
    })
    const { total, totalIsExact, facetsAgeMs, nextCursor, progress } = answer
    const freshness = withDiffering(judge('search', progress, now), open.search)
    return {
      hits,
      total,
      totalIsExact,
      facets,
      facetsAgeSeconds: Math.round(facetsAgeMs / 1_000),
      nextCursor,
      ignored: parsed.ignored,
      meanings: meaningsOf(parsed),
      freshness,
      readFrom: 'search',
      notInLedger: answer.hits.length - hits.length,
      ...(afterSatisfied !== undefined && { afterSatisfied }),
    }
  } catch (error) {
    // A question that search does not understand, or a slip of ours, is no outage: it is thrown, and told as what it is.
    if (failureOf(error).kind !== 'unavailable') throw error
    stores.log.warn({ err: error }, 'search is down; the ledger looks references up instead')
    return await fromLedger(null)
  }
}

/** Companies by their names, which are the ledger's. */
async function named(ledger: Ledger, viewer: Viewer, facets: FacetCounts): Promise<Record<FacetName, Facet[]>> {
  const names = await companyNames(
    ledger,
    viewer,
    facets.company.map(({ value }) => value),
  )
  const of = (name: string, counts: FacetCounts[FacetName]): Facet[] =>
    counts.map(({ value, count }) => ({ value, label: (name === 'company' && names.get(value)) || value, count }))
  return Object.fromEntries(Object.entries(facets).map(([name, counts]) => [name, of(name, counts)])) as Record<FacetName, Facet[]>
}

const meaningsOf = ({ meanings }: ParsedQuery) => meanings.map(({ word, text }) => ({ word, text }))

async function lookUp(
  { ledger }: Stores,
  viewer: Viewer,
  parsed: ParsedQuery,
  hash: (account: string) => string,
): Promise<Omit<Found, 'freshness'>> {
  const text = [...parsed.words, ...parsed.filters.filter(({ field }) => field === 'ref' || field === 'account').map(({ value }) => value)]
    .join('')
    .replace(/\s/g, '')
  const rows = text === '' ? [] : await findInLedger(ledger, viewer, text, hash(text))
  const hits = rows.map((row) => ({
    ...row,
    nameParts: [{ text: row.name, hit: false, at: 0 }],
    copyVersion: row.version,
    copyStatus: row.status,
    stale: false,
    authoritativeStatus: row.status,
  }))
  return {
    hits,
    total: hits.length,
    totalIsExact: true,
    facets: {},
    facetsAgeSeconds: 0,
    nextCursor: null,
    ignored: parsed.ignored,
    meanings: [],
    readFrom: 'ledger',
    notInLedger: 0,
  }
}

/** Waits until search covers the change the token names; false when it did not in five seconds, or the token is not ours. */
async function waitFor({ search, secret }: Stores, token: string): Promise<boolean> {
  const mark = readChangeToken(token, secret)
  if (!mark) return false
  for (const deadline = performance.now() + AFTER_LIMIT_MS; performance.now() < deadline; await pause(100)) {
    const progress = await search.progress()
    if (progress && progress.era === mark.era && BigInt(progress.horizonXid) > BigInt(mark.xid)) return true
  }
  return false
}
