/** Dead letters of both copies as the operations desk shows them: by cause, page by page, and one by one. */

import {
  causeOf,
  isInScope,
  type Letter,
  type LetterKey,
  type LetterPage,
  type LetterScope,
  type LetterState,
  letterId,
} from '@/events/dead-letter'
import type { DeadLetterCause } from '@/events/dead-letter-cause'
import type { CopyName } from '@/events/held-copy'
import { letterEra, letterPage, readLetter as readInFinance } from '@/finance/dead-letters'
import { type Decision, letterDecisions, lettersPerSecond } from '@/operations/repairs/read-letter-repairs'
import { LETTERS_MAX } from '@/operations/repairs/repair'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { within } from '@/platform/within'
import type { SearchReader } from '@/search/reader'
import { shownReason } from './masked-bytes'

export type LetterStores = { ledger: Ledger; search: SearchReader; financeDir: string }
export const COPIES = ['search', 'finance'] as const

/** Open letters of one copy that have their cause and contract in common. */
export type LetterGroup = {
  copy: CopyName
  cause: DeadLetterCause
  schema: string | null
  count: number
  /** Those of the last hour. */
  lastHour: number
  newestAt: string
  oldestAt: string
  /** Why, of the newest. */
  reason: string
}

export type LetterGroups = {
  groups: LetterGroup[]
  /** Of a copy with more than this, the oldest are in no group. */
  countedMax: number
  /** Copies with more than are counted, and those that do not answer. */
  cutIn: CopyName[]
  unknownIn: CopyName[]
  decisions: Decision[]
  /** How many a second were read again the last time. */
  perSecond: Record<CopyName, number | null>
}

const COUNTED_MAX = 20_000
const LIMIT_MS = 8_000
const HOUR_MS = 3_600_000
const LISTED_MIN = 50
const PAGE = 100

/** @throws when Postgres does not answer; a copy that does not is named. */
export async function readLetterGroups(stores: LetterStores, now: Date): Promise<LetterGroups> {
  const counted = COPIES.map((copy) => within(LIMIT_MS, groupsOf(stores, copy, now), null))
  const [found, decisions, search, finance] = await Promise.all([
    Promise.all(counted),
    letterDecisions(stores.ledger),
    lettersPerSecond(stores.ledger, 'search'),
    lettersPerSecond(stores.ledger, 'finance'),
  ])
  return {
    groups: found.flatMap((each) => each?.groups ?? []).sort((a, b) => b.count - a.count),
    countedMax: COUNTED_MAX,
    cutIn: COPIES.filter((_, n) => found[n]?.isCut),
    unknownIn: COPIES.filter((_, n) => found[n] === null),
    decisions,
    perSecond: { search, finance },
  }
}

async function groupsOf(stores: LetterStores, copy: CopyName, now: Date): Promise<{ groups: LetterGroup[]; isCut: boolean } | null> {
  const groups = new Map<string, LetterGroup>()
  const since = new Date(now.getTime() - HOUR_MS).toISOString()
  let counted = 0
  let after: string | null = null
  do {
    const page: LetterPage = await pageOf(stores, copy, 'open', after)
    for (const letter of page.letters) addTo(groups, letter, since)
    counted += page.letters.length
    after = page.next
  } while (after !== null && counted < COUNTED_MAX)
  return { groups: [...groups.values()], isCut: after !== null }
}

function addTo(groups: Map<string, LetterGroup>, letter: Letter, since: string): void {
  const { copy, schema, at } = letter
  const cause = causeOf(letter)
  const key = `${cause} ${schema}`
  const group = groups.get(key) ?? {
    copy,
    cause,
    schema,
    count: 0,
    lastHour: 0,
    newestAt: at,
    oldestAt: at,
    reason: shownReason(letter.reason),
  }
  if (at > group.newestAt) Object.assign(group, { newestAt: at, reason: shownReason(letter.reason) })
  if (at < group.oldestAt) group.oldestAt = at
  group.count += 1
  if (at >= since) group.lastHour += 1
  groups.set(key, group)
}

/** @throws when the copy does not answer. */
async function pageOf(
  { search, financeDir }: LetterStores,
  copy: CopyName,
  state: LetterState,
  after: string | null,
  size?: number,
): Promise<LetterPage> {
  return copy === 'search'
    ? search.letters(state, after, { ...(size && { size }), withBytes: false })
    : letterPage(financeDir, await letterEra(financeDir), state, after, size)
}

/** One letter in a list; its bytes stand on its own page. */
export type ListedLetter = Pick<
  Letter,
  'copy' | 'era' | 'partition' | 'offset' | 'position' | 'after' | 'schema' | 'at' | 'tried' | 'settled'
> & {
  id: string
  cause: DeadLetterCause
  reason: string
}
export type LetterList = { letters: ListedLetter[]; next: string | null }

/** Those of a scope, at least fifty while there are so many, the newest first. @throws when the copy does not answer. */
export async function listLetters(
  stores: LetterStores,
  {
    copy,
    state,
    cause,
    schema,
    after,
  }: { copy: CopyName; state: LetterState; cause: DeadLetterCause | null; schema: string | null; after: string | null },
): Promise<LetterList> {
  const found: Letter[] = []
  let next = after
  do {
    const page = await pageOf(stores, copy, state, next, PAGE)
    found.push(...page.letters.filter((letter) => isInScope(letter, { copy, era: letter.era, letters: null, cause, schema })))
    next = page.next
  } while (next !== null && found.length < LISTED_MIN)
  return { letters: found.map(listed), next }
}

/** As a list shows it: without its bytes, and without what its reason quotes. */
export function listed(letter: Letter): ListedLetter {
  const { copy, era, partition, offset, position, after, schema, at, tried, settled } = letter
  const shownTried = tried && { ...tried, reason: tried.reason && shownReason(tried.reason) }
  return {
    ...{ id: letterId(letter), copy, era, partition, offset, position, after, schema, at, settled, tried: shownTried },
    ...{ cause: causeOf(letter), reason: shownReason(letter.reason) },
  }
}

/** One, open or settled; null when there is none. @throws when the copy does not answer. */
export async function readLetter(
  { search, financeDir }: LetterStores,
  { copy, era, partition, offset }: LetterKey,
): Promise<Letter | null> {
  if (copy === 'finance') return readInFinance(financeDir, era, partition, offset)
  const letter = await search.letter(partition, offset)
  return letter?.era === era ? letter : null
}

/** Which letters a person means: one, those of a group, or all of a copy. */
export type Meant = { copy: CopyName; id: string | null; cause: DeadLetterCause | null; schema: string | null }

/** The open ones that are meant, up to one more than may be named at once. @throws when the copy does not answer. */
export async function meantLetters(stores: LetterStores, { copy, id, cause, schema }: Meant, key: LetterKey | null): Promise<Letter[]> {
  if (id !== null) {
    const letter = key && key.copy === copy ? await readLetter(stores, key) : null
    return letter && letter.settled === null ? [letter] : []
  }
  const found: Letter[] = []
  for (let after: string | null = null; found.length <= LETTERS_MAX; ) {
    const page: LetterPage = await pageOf(stores, copy, 'open', after)
    found.push(...page.letters.filter((letter) => isInScope(letter, { copy, era: letter.era, letters: null, cause, schema })))
    if (page.next === null) break
    after = page.next
  }
  return found
}

/** The scope of a repair that means these. */
export function scopeOf(letters: readonly Letter[], { copy, id, cause, schema }: Meant): LetterScope {
  const [first] = letters
  const named = id !== null && first ? [[first.partition, first.offset] satisfies [number, string]] : null
  return { copy, era: first?.era ?? 1, letters: named, cause, schema }
}
