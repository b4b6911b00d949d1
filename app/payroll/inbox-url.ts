/** The inbox's state, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsInteger, parseAsStringLiteral } from 'nuqs/server'
import { INBOXES } from '@/payroll/queries/list-runs'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const PAGES_MAX = 10

const parseAsUuid = createParser({ parse: (text: string) => (UUID.test(text) ? text : null), serialize: (id: string) => id })

export const inboxParsers = {
  inbox: parseAsStringLiteral(INBOXES).withDefault('needs-my-approval'),
  /** How many pages of 50 are listed below one another. */
  pages: parseAsInteger.withDefault(1),
  /** The last run of the list before this one. */
  older: parseAsUuid,
} as const

const load = createLoader(inboxParsers)
const serialize = createSerializer(inboxParsers)

export type InboxState = Awaited<ReturnType<typeof readInboxUrl>>

export async function readInboxUrl(search: Promise<Record<string, string | string[] | undefined>>) {
  const { inbox, pages, older } = await load(search)
  return { inbox, pages: Math.min(Math.max(pages, 1), PAGES_MAX), older }
}

export const inboxHref = (state: Partial<InboxState>): string => serialize('/payroll', state)

/** Lists the next page below the others; after ten of them it starts a new list. */
export function moreHref({ inbox, pages, older }: InboxState, nextCursor: string): string {
  return pages < PAGES_MAX ? inboxHref({ inbox, older, pages: pages + 1 }) : inboxHref({ inbox, older: nextCursor })
}
