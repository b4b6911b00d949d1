/** The state of a run's page, all of it in the address. */
import { createLoader, createSerializer, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const TABS = ['payouts', 'changes', 'bank-files', 'history'] as const

export const runParsers = {
  tab: parseAsStringLiteral(TABS).withDefault('payouts'),
  only: parseAsStringLiteral(['look', 'account', 'stopped'] as const),
  q: parseAsString.withDefault(''),
  /** The last line of each page before this one, so that both ways are known and a page stays where it is when lines are many. */
  after: parseAsArrayOf(parseAsInteger).withDefault([]),
} as const

/** What is left of the lines, in words. */
export const ONLY_WORDS = { look: 'to check', account: 'account changed', stopped: 'on hold, failed or returned' } as const

export const readRunUrl = createLoader(runParsers)
export type RunUrl = Awaited<ReturnType<typeof readRunUrl>>

const serialize = createSerializer(runParsers)

export const runHref = (runId: string, state: Partial<RunUrl> = {}): string => serialize(`/payroll/runs/${runId}`, state)
