/** The inbox's state, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { INBOXES, type Inbox, RUN_SORTS } from '@/payroll/runs/list-runs'
import { isUuid } from '@/platform/is-uuid'

const PAGES_MAX = 10
const FIND_CHARACTERS_MAX = 100

const parseAsUuid = createParser({ parse: (text: string) => (isUuid(text) ? text : null), serialize: (id: string) => id })

export const inboxParsers = {
  /** Left out: the first that holds work for this person. */
  inbox: parseAsStringLiteral(INBOXES),
  /** Words of a company, reference, period or person. */
  find: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(RUN_SORTS).withDefault('newest'),
  /** How many pages of 50 are listed below one another. */
  pages: parseAsInteger.withDefault(1),
  /** The last run of the list before this one. */
  older: parseAsUuid,
} as const

const load = createLoader(inboxParsers)
const serialize = createSerializer(inboxParsers)

export type InboxState = Awaited<ReturnType<typeof readInboxUrl>>

export async function readInboxUrl(search: Promise<Record<string, string | string[] | undefined>>) {
  const { find, pages, ...rest } = await load(search)
  return { ...rest, find: find.slice(0, FIND_CHARACTERS_MAX).trim(), pages: Math.min(Math.max(pages, 1), PAGES_MAX) }
}

export const inboxHref = (state: Partial<InboxState>): string => serialize('/payroll', state)

/** Lists the next page below the others; after ten of them it starts a new list. */
export function moreHref({ pages, older, ...list }: InboxState, nextCursor: string): string {
  return pages < PAGES_MAX ? inboxHref({ ...list, older, pages: pages + 1 }) : inboxHref({ ...list, older: nextCursor })
}

/** Where work is, in the order in which it is urgent; an inbox that only shows what went well is nobody's work. */
const WORK: readonly Inbox[] = ['needs-my-approval', 'attention', 'draft', 'waiting', 'paying', 'done']

/** The inbox to open for somebody who asked for none. */
export const inboxWithWork = (counts: Readonly<Record<Inbox, number>>): Inbox =>
  WORK.find((inbox) => counts[inbox] > 0) ?? 'needs-my-approval'
