/** The state of the list of findings, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsStringLiteral } from 'nuqs/server'
import { EXCEPTION_STATES } from '@/payroll/exceptions/exceptions'
import { isUuid } from '@/platform/is-uuid'

const parseAsUuid = createParser({ parse: (text: string) => (isUuid(text) ? text : null), serialize: (id: string) => id })

export const exceptionsParsers = {
  state: parseAsStringLiteral(EXCEPTION_STATES).withDefault('open'),
  owner: parseAsStringLiteral(['anyone', 'me'] as const).withDefault('anyone'),
  /** `none`: only those that name no payment of any run. */
  run: parseAsStringLiteral(['any', 'none'] as const).withDefault('any'),
  /** Only this finding and those its sentence stands for. */
  with: parseAsUuid,
  /** The last finding of the page before. */
  after: parseAsUuid,
} as const

const serialize = createSerializer(exceptionsParsers)
type State = Awaited<ReturnType<typeof readExceptionsUrl>>

export const readExceptionsUrl = createLoader(exceptionsParsers)
export const exceptionsHref = (state: Partial<State>): string => serialize('/payroll/findings', state)
