/** The state of the list of findings, all of it in the address. */
import { createLoader, createParser, createSerializer, parseAsStringLiteral } from 'nuqs/server'
import { FINDING_STATES } from '@/payroll/exceptions/findings'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const parseAsUuid = createParser({ parse: (text: string) => (UUID.test(text) ? text : null), serialize: (id: string) => id })

export const findingsParsers = {
  state: parseAsStringLiteral(FINDING_STATES).withDefault('open'),
  owner: parseAsStringLiteral(['anyone', 'me'] as const).withDefault('anyone'),
  /** `none`: only those that name no payment of any run. */
  run: parseAsStringLiteral(['any', 'none'] as const).withDefault('any'),
  /** Only this finding and those its sentence stands for. */
  with: parseAsUuid,
  /** The last finding of the page before. */
  after: parseAsUuid,
} as const

const serialize = createSerializer(findingsParsers)
type State = Awaited<ReturnType<typeof readFindingsUrl>>

export const readFindingsUrl = createLoader(findingsParsers)
export const findingsHref = (state: Partial<State>): string => serialize('/payroll/findings', state)
