/** The state of the lists of the set-up, all of it in the address. */
import { createLoader, createSerializer, parseAsString } from 'nuqs/server'

const CHARACTERS_MAX = 100

export const listParsers = {
  /** Words of a name, and what else the list is searched by. */
  find: parseAsString.withDefault(''),
  /** The id of the last row of the page before. */
  after: parseAsString,
} as const

const load = createLoader(listParsers)
export const listHref = createSerializer(listParsers)

/** An id that is none begins at the first page. */
export async function readListUrl(search: Promise<Record<string, string | string[] | undefined>>) {
  const { find, after } = await load(search)
  return { find: find.slice(0, CHARACTERS_MAX).trim(), after: after?.slice(0, CHARACTERS_MAX) ?? null }
}
