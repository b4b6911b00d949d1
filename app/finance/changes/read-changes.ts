/** Why figures changed, for the page and for the API. */
import { z } from 'zod'
import type { Session } from '@/access/session'
import { cause, kind } from '@/app/http/answers/changes'
import { problem, type Refusal } from '@/app/http/problem'
import type { Reader } from '@/finance/reader'
import type { Which } from '@/finance/why/explain'
import type { Why, WhyAsked } from '@/finance/why/why'
import { notUnderstood, wrong } from '../read-figures'

const text = z.string().max(80).optional()
export const changesQuery = z.object({
  from: z.string().max(80).describe('A position, close:<id>, publication:<name>, or a time with its zone: 2026-11-03T18:00:00+01:00.'),
  to: text.describe('The same, or now, which is meant without it.'),
  ...{ company: text, corridor: text, month: text, currency: text },
  kind: kind.optional(),
  cause: cause.optional(),
  after: z.coerce.number().int().min(0).optional().describe('`next` of the previous page of events.'),
})

/** Why there is no answer: a sentence, and whether asking for something else helps. */
export type NoAnswer = { code: 'input' | 'busy' | 'not-certified' | 'not-published'; sentence: string }

export const TOO_MUCH = 'This took too long and was stopped. Choose moments that lie closer together, or try again in a minute.'

/** The answer, or why there is none. By the errors' names: the reader is shared by bundles that each have classes of their own. */
export async function readChanges(finance: Pick<Reader, 'why'>, asked: WhyAsked): Promise<Why | NoAnswer> {
  try {
    const found = await finance.why(asked)
    return found ?? { code: 'not-published', sentence: 'There are no figures yet. They appear once the first changes are counted.' }
  } catch (error) {
    const { name = '', message = '' } = error instanceof Error ? error : {}
    if (name === 'MomentRefused') return { code: 'input', sentence: message }
    if (name === 'MartsRefused')
      return { code: 'not-certified', sentence: `This cannot be worked out: ${message}. An operator can see what is missing.` }
    if (name === 'AskedTooMuch') return { code: 'busy', sentence: TOO_MUCH }
    throw error
  }
}

type Context = { finance: Reader; session: Session; query: z.output<typeof changesQuery>; traceId: string; now: Date }

export async function sendChanges({ finance, session, query, traceId, now }: Context): Promise<Why | Refusal> {
  const { from, to = 'now', after = 0, ...which } = query
  const found = await readChanges(finance, {
    ...(which satisfies Omit<Which, 'companies'>),
    from,
    to,
    after,
    now,
    companies: session.companies,
  })
  if (!('code' in found)) return found
  const { code, sentence } = found
  if (code === 'input') return notUnderstood([wrong('from', sentence)], traceId)
  if (code === 'not-certified') return problem({ status: 409, code, title: 'Not complete', detail: sentence }, traceId)
  const title = code === 'busy' ? 'Took too long' : 'No figures yet'
  return problem({ status: 503, code, title, detail: sentence }, traceId, { 'retry-after': code === 'busy' ? '60' : '5' })
}
