/** A parsed query in Elasticsearch's words. */

import { normalizeAccount } from '@/events/account'
import { minorUnits } from '@/events/money'
import { FIELDS, type Field, type HashAccount, type Query, referenceEnd } from './filters'
import { words } from './normalize-name'
import type { AmountRange, Filter, Meaning, ParsedQuery } from './query-language'

export type BuildOptions = {
  /** Null for every company. */
  companies: readonly string[] | null
  hashAccount: HashAccount
}

const EXPONENTS = [0, 2, 3] as const
const ACCOUNT_CHARACTERS_MIN = 8

/** The query; with `except`, without what was asked of that field: what a facet counts is what one could choose instead. */
export function buildQuery(parsed: ParsedQuery, { companies, hashAccount }: BuildOptions, except?: Field): Query {
  if (parsed.asksNothing) return { match_none: {} }
  const filter: Query[] = [{ term: { kind: 'payout' } }]
  const mustNot: Query[] = parsed.without.map((word) => ({ bool: { must: words(word).map(begun) } }))
  if (companies !== null) filter.push({ terms: { companyId: [...companies] } })
  const anyOf = (filters: readonly Filter[]): Query => ({
    bool: { should: filters.map(({ field, value }) => FIELDS[field].ask(value, hashAccount)), minimum_should_match: 1 },
  })
  // The same field twice means either; a negated one means none of them.
  const groups = Map.groupBy(
    parsed.filters.filter(({ field }) => field !== except),
    ({ field, negated }) => `${field} ${negated}`,
  )
  for (const group of groups.values()) (group[0]?.negated ? mustNot : filter).push(anyOf(group))
  for (const range of parsed.amounts) (range.negated ? mustNot : filter).push(amountQuery(range))
  if (parsed.from || parsed.to)
    filter.push({ range: { statusSince: { ...(parsed.from && { gte: parsed.from }), ...(parsed.to && { lt: parsed.to }) } } })
  return { bool: { filter, must_not: mustNot, must: wordsQuery(parsed, hashAccount) } }
}

/**
 * Every word must be met: by a name (as typed, begun, or with a typing error), a company, a reference or its end, an employee number, an account, or
 * by what else it may mean, such as an amount or a status.
 */
function wordsQuery({ words: typed, meanings }: ParsedQuery, hashAccount: HashAccount): Query[] {
  if (typed.length === 0) return []
  const each = typed.map((part): Query => {
    const meant = meanings.filter(({ word }) => word === part).map((meaning) => meantBy(meaning, hashAccount))
    return { bool: { should: [...exact(part, hashAccount), ...named(words(part)), ...meant], minimum_should_match: 1 } }
  })
  const whole = normalizeAccount(typed.join(''))
  if (typed.length < 2 || whole.length < ACCOUNT_CHARACTERS_MIN) return each
  // An account is often typed in groups of four.
  const asAccount: Query = { constant_score: { filter: { term: { accountHash: hashAccount(whole) } }, boost: 50 } }
  return [{ bool: { should: [{ bool: { must: each } }, asAccount], minimum_should_match: 1 } }]
}

const meantBy = ({ is }: Meaning, hashAccount: HashAccount): Query => ({
  constant_score: { filter: 'field' in is ? FIELDS[is.field].ask(is.value, hashAccount) : amountQuery(is), boost: 10 },
})

function exact(part: string, hashAccount: HashAccount): Query[] {
  const upper = part.toUpperCase()
  const terms: [string, string][] = [
    ['references', upper],
    ['accountLast4', upper],
    ['employeeNumber', upper],
    ['id', part.toLowerCase()],
  ]
  if (part.length >= ACCOUNT_CHARACTERS_MIN) terms.push(['accountHash', hashAccount(part)])
  const asked = [...terms.map(([field, value]): Query => ({ term: { [field]: value } })), ...referenceEnd(upper)]
  return asked.map((filter) => ({ constant_score: { filter, boost: 20 } }))
}

const begun = (word: string): Query => ({ prefix: { nameTerms: word } })

/** A name said exactly outranks one begun so, that one a misspelt one, and all of them a company of that name. */
function named(folded: readonly string[]): Query[] {
  const inName = folded.map(
    (word): Query => ({
      bool: {
        should: [
          { constant_score: { filter: { term: { nameTerms: word } }, boost: 6 } },
          { constant_score: { filter: begun(word), boost: 3 } },
          // Nobody's name has a digit in it that was mistyped; ends of references do, and many words resemble them.
          ...(/\d/.test(word) ? [] : [{ match: { nameTerms: { query: word, fuzziness: 'AUTO', prefix_length: 1 } } } as const]),
        ],
        minimum_should_match: 1,
      },
    }),
  )
  const inCompany = folded.map((word): Query => ({ prefix: { companyFolded: word } }))
  return [{ bool: { must: inName } }, { constant_score: { filter: { bool: { must: inCompany } }, boost: 0.5 } }]
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
  return { bool: { should, minimum_should_match: 1, ...(range.currency && { filter: [{ term: { currency: range.currency } }] }) } }
}

/** Minor units as text, past what a number holds exactly; digits finer than the currency are rounded in the direction asked for. */
function minorOf(decimal: string, exponent: number, up: boolean): string {
  const { minor, finer } = minorUnits(decimal, exponent)
  return String(/[1-9]/.test(finer) && up ? minor + 1n : minor)
}
