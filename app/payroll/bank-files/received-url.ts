/** The state of the list of bank files, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsString } from 'nuqs/server'
import { isUuid } from '@/platform/is-uuid'

export const receivedParsers = {
  find: parseAsString.withDefault(''),
  /** The last file of the page before. */
  before: createParser({ parse: (text: string) => (isUuid(text) ? text : null), serialize: (id: string) => id }),
} as const

const serialize = createSerializer(receivedParsers)
const load = createLoader(receivedParsers)

export async function readReceivedUrl(search: Promise<Record<string, string | string[] | undefined>>) {
  const { find, before } = await load(search)
  return { find: find.slice(0, 100).trim(), before }
}

export const receivedHref = (state: Partial<Awaited<ReturnType<typeof readReceivedUrl>>>): string => serialize('/payroll/bank-files', state)
