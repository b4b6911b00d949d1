/** What the page of changes looks at, all of it in the address: two moments, and which of the figures. */
import { createLoader, createSerializer, parseAsInteger, parseAsStringLiteral } from 'nuqs/server'
import type { Kind } from '@/finance/close/as-of'
import { CAUSES } from '@/finance/why/causes'
import { instantOf } from '@/platform/zoned-day'
import { filterParsers, parseAsMatching, rowsParsers } from '../finance-url'

const KINDS = ['paid', 'returned', 'fee', 'return-fee'] as const satisfies readonly Kind[]
/** Whether there is such a moment is found when it is looked for. */
const parseAsMoment = parseAsMatching((text) => text.length <= 80)
const parseAsLocal = parseAsMatching((text) => /^20\d\d-\d\d-\d\dT\d\d:\d\d$/.test(text))
const parseAsPosition = parseAsMatching((text) => /^\d{1,18}$/.test(text))

export const changesParsers = {
  from: parseAsMoment,
  to: parseAsMoment,
  /** What a person typed instead of choosing; in the zone that the page says. */
  fromTime: parseAsLocal,
  toTime: parseAsLocal,
  fromPosition: parseAsPosition,
  toPosition: parseAsPosition,
  company: filterParsers.company,
  currency: filterParsers.currency,
  month: filterParsers.from,
  corridor: rowsParsers.corridor,
  kind: parseAsStringLiteral(KINDS),
  cause: parseAsStringLiteral(CAUSES),
  after: parseAsInteger,
} as const

export const readChangesUrl = createLoader(changesParsers)
export type ChangesUrl = Awaited<ReturnType<typeof readChangesUrl>>

const serialize = createSerializer(changesParsers)
const TYPED = { fromTime: null, toTime: null, fromPosition: null, toPosition: null } as const
export const changesHref = (url: Partial<ChangesUrl>): string => serialize('/finance/changes', { ...url, ...TYPED })

/** The moments that are meant: a position or a time that was typed goes before what was chosen. The second is now where nothing is said. */
export function momentsOf(url: ChangesUrl, timeZone: string): { from: string | null; to: string } {
  const typed = (time: string | null, position: string | null) => position ?? (time && (instantOf(time, timeZone)?.toISOString() ?? time))
  return { from: typed(url.fromTime, url.fromPosition) ?? url.from, to: typed(url.toTime, url.toPosition) ?? url.to ?? 'now' }
}
