/** A parsed query in Elasticsearch's words. */
import type { estypes } from '@elastic/elasticsearch'
import { fold, words } from './fold'
import type { AmountRange, Field, ParsedQuery } from './query-language'

type Query = estypes.QueryDslQueryContainer

export type BuildOptions = {
  /** Null for every company. */
  companies: readonly string[] | null
  /** The keyed hash of an account number; search does not know the key. */
  hashAccount: (account: string) => string
}

const EXPONENTS = [0, 2, 3] as const
const ACCOUNT_CHARACTERS_MIN = 8

const COLUMN: Readonly<Partial<Record<Field, string>>> = {
  status: 'status',
  rail: 'rail',
  country: 'beneficiaryCountry',
  currency: 'currency',
  reason: 'reasonCode',
  period: 'period',
}

export function buildQuery(parsed: ParsedQuery, { companies, hashAccount }: BuildOptions): Query {
  const filter: Query[] = [{ term: { kind: 'payout' } }]
  const mustNot: Query[] = []
  if (companies !== null) filter.push({ terms: { companyId: [...companies] } })
  // The same field twice means either; a negated one means none of them.
  const groups = Map.groupBy(parsed.filters, ({ field, negated }) => `${field} ${negated}`)
  for (const [first, ...more] of groups.values()) {
    if (!first) continue
    const any: Query = {
      bool: { should: [first, ...more].map(({ field, value }) => filterOf(field, value, hashAccount)), minimum_should_match: 1 },
    }
    ;(first.negated ? mustNot : filter).push(any)
  }
  for (const range of parsed.amounts) (range.negated ? mustNot : filter).push(amountQuery(range))
  if (parsed.from || parsed.to)
    filter.push({ range: { statusSince: { ...(parsed.from && { gte: parsed.from }), ...(parsed.to && { lt: parsed.to }) } } })
  return { bool: { filter, must_not: mustNot, must: wordsQuery(parsed.words, hashAccount) } }
}

function filterOf(field: Field, value: string, hashAccount: (account: string) => string): Query {
  const column = COLUMN[field]
  if (column) return { term: { [column]: value } }
  if (field === 'company')
    return {
      bool: {
        should: [{ term: { companyCode: value.toUpperCase() } }, { match: { companyFolded: { query: fold(value), operator: 'and' } } }],
      },
    }
  if (field === 'ref') return { bool: { should: [{ term: { references: value } }, { term: { referenceTails: value } }] } }
  return {
    bool: {
      should: [{ term: { accountLast4: value.slice(-4).toUpperCase() } }, { term: { accountHash: hashAccount(value) } }].slice(
        value.length > 4 ? 1 : 0,
      ),
    },
  }
}

/** Every word must be met: by a name (as typed, begun, or with a typing error), a reference or its end, an employee number or an account. */
function wordsQuery(typed: readonly string[], hashAccount: (account: string) => string): Query[] {
  if (typed.length === 0) return []
  const each = typed.flatMap((part) => {
    const folded = words(part)
    return folded.length === 0 ? [] : [{ bool: { should: [...exact(part, hashAccount), named(folded)], minimum_should_match: 1 } }]
  })
  const whole = typed.join('').replace(/\s/g, '')
  if (typed.length < 2 || whole.length < ACCOUNT_CHARACTERS_MIN) return each
  // An account is often typed in groups of four.
  return [
    {
      bool: {
        should: [{ bool: { must: each } }, { constant_score: { filter: { term: { accountHash: hashAccount(whole) } }, boost: 50 } }],
        minimum_should_match: 1,
      },
    },
  ]
}

function exact(part: string, hashAccount: (account: string) => string): Query[] {
  const upper = part.toUpperCase()
  const terms: [string, string][] = [
    ['references', part],
    ['references', upper],
    ['referenceTails', upper],
    ['accountLast4', upper],
    ['employeeNumber', part],
    ['id', part.toLowerCase()],
  ]
  if (part.length >= ACCOUNT_CHARACTERS_MIN) terms.push(['accountHash', hashAccount(part)])
  return terms.map(([field, value]) => ({ constant_score: { filter: { term: { [field]: value } }, boost: 20 } }))
}

function named(folded: readonly string[]): Query {
  const must = folded.map(
    (word): Query => ({
      bool: {
        should: [
          { constant_score: { filter: { term: { nameFolded: word } }, boost: 6 } },
          { constant_score: { filter: { prefix: { nameFolded: word } }, boost: 3 } },
          { match: { nameFolded: { query: word, fuzziness: 'AUTO', prefix_length: 1 } } },
        ],
        minimum_should_match: 1,
      },
    }),
  )
  return { bool: { must } }
}

/** "1000" is 1,000 yen, 100,000 cents and 1,000,000 fils: one condition per exponent. */
function amountQuery(range: AmountRange): Query {
  const should = EXPONENTS.map((exponent): Query => {
    const minor = (bound: string | undefined, up: boolean) => (bound === undefined ? undefined : minorOf(bound, exponent, up))
    const bounds = {
      gt: minor(range.above, false),
      gte: minor(range.atLeast, true),
      lt: minor(range.below, true),
      lte: minor(range.atMost, false),
    }
    const set = Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined))
    return { bool: { filter: [{ term: { exponent } }, { range: { amountMinor: set } }] } }
  })
  return { bool: { should, minimum_should_match: 1 } }
}

/** Minor units as text, past what a number holds exactly; digits finer than the currency are rounded in the direction asked for. */
function minorOf(decimal: string, exponent: number, up: boolean): string {
  const [whole = '0', fraction = ''] = decimal.split('.')
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0')
  const finer = /[1-9]/.test(fraction.slice(exponent)) && up ? 1n : 0n
  return String(BigInt(whole + kept) + finer)
}
