/**
 * Every filter that may stand before a colon. One line says all of it: what it takes, how its value is read, and what it asks of the index. A value that
 * `read` makes null of is none, and people are told what the filter takes.
 */
import type { estypes } from '@elastic/elasticsearch'
import { normalizeAccount } from '@/events/account'
import { isCurrency } from '@/events/money'
import { PAYOUT_STATUSES } from '@/events/payout-v1'
import { startOfDay } from '@/platform/zoned-day'
import { normalizeName, reversed, words } from './normalize-name'

export type Query = estypes.QueryDslQueryContainer
/** The keyed hash of an account number; search does not know the key. */
export type HashAccount = (account: string) => string

type FieldFilter = {
  takes: string
  read: (value: string) => string | null
  ask: (value: string, hashAccount: HashAccount) => Query
}

const is =
  (property: string) =>
  (value: string): Query => ({ term: { [property]: value } })
const begins =
  (property: string) =>
  (value: string): Query => ({ prefix: { [property]: value } })

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/
const month = (value: string): string | null => (MONTH.test(value) ? value : null)
/** A day or a month as the bank names it, in no zone. */
const dayOrMonth = (value: string): string | null => (startOfDay(value, 'UTC') === null ? month(value) : value)

/** The filters of one field each. */
export const FIELDS = {
  status: {
    takes: PAYOUT_STATUSES.join(', '),
    read: (value) => PAYOUT_STATUSES.find((status) => status === value.toLowerCase()) ?? null,
    ask: is('status'),
  },
  rail: {
    takes: 'sepa or swift',
    read: (value) => ['sepa', 'swift'].find((rail) => rail === value.toLowerCase()) ?? null,
    ask: is('rail'),
  },
  country: {
    takes: 'two letters such as ES',
    read: (value) => (/^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null),
    ask: is('beneficiaryCountry'),
  },
  company: { takes: 'a name or code', read: (value) => (words(value).length > 0 ? value : null), ask: askCompany },
  currency: {
    takes: 'a code such as EUR',
    read: (value) => (isCurrency(value.toUpperCase()) ? value.toUpperCase() : null),
    ask: is('currency'),
  },
  reason: {
    takes: 'a code such as AC04',
    read: (value) => (/^[a-z0-9]{4}$/i.test(value) ? value.toUpperCase() : null),
    ask: is('reasonCode'),
  },
  period: { takes: 'a month such as 2026-10', read: month, ask: is('period') },
  booked: {
    takes: 'the day on which the bank booked it such as 2025-12-02, or a month such as 2025-12',
    read: dayOrMonth,
    ask: begins('bookedOn'),
  },
  value: { takes: 'the bank’s value day such as 2025-12-02, or a month such as 2025-12', read: dayOrMonth, ask: begins('valueDate') },
  ref: { takes: 'a reference or its end', read: (value) => value.toUpperCase(), ask: askReference },
  account: {
    takes: 'an account number or its last four',
    read: (value) => (/[\p{L}\p{N}]{4}/u.test(normalizeAccount(value)) ? value : null),
    ask: askAccount,
  },
} satisfies Record<string, FieldFilter>
export type Field = keyof typeof FIELDS

/** Filters that ask for a range, which `query-language.ts` reads. */
export const RANGES = {
  amount: { takes: 'an amount such as >1000 or 500..900' },
  last: { takes: 'a time such as 24h, 7d or 2w' },
  from: { takes: 'a day such as 2026-11-01' },
  to: { takes: 'a day such as 2026-11-30' },
}
export type FilterName = Field | keyof typeof RANGES

/** What each filter takes, by its name. */
export const FILTERS: Readonly<Record<FilterName, { takes: string }>> = { ...FIELDS, ...RANGES }

/** Whether there is a filter of that name. */
export const isFilterName = (name: string | null): name is FilterName => name !== null && Object.hasOwn(FILTERS, name)

function askCompany(value: string): Query {
  const byName: Query = { match: { companyFolded: { query: normalizeName(value), operator: 'and' } } }
  return { bool: { should: [{ term: { companyCode: value.toUpperCase() } }, byName] } }
}

function askReference(value: string): Query {
  return { bool: { should: [{ term: { references: value } }, ...referenceEnd(value)] } }
}

const END_MIN = 4

/** What asks for references that end so: nothing, when the end is too short to mean one. */
export const referenceEnd = (value: string): Query[] =>
  value.length < END_MIN ? [] : [{ prefix: { referencesReversed: reversed(value) } }]

function askAccount(value: string, hashAccount: HashAccount): Query {
  const characters = normalizeAccount(value)
  return characters.length > 4 ? { term: { accountHash: hashAccount(value) } } : { term: { accountLast4: characters } }
}
