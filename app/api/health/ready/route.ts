import { z } from 'zod'
import { freshnessState } from '@/app/http/answers/freshness'
import { described } from '@/app/http/contract'
import { ledgerAnswers } from '@/app/http/ledger-answers'
import { server } from '@/app/http/server'
import { readFreshness } from '@/desks/read-freshness'
import { within } from '@/platform/within'

const LIMIT_MS = 2_000
const UNKNOWN = { search: { state: 'down' }, finance: { state: 'down' } } as const

const copy = z.strictObject({ state: freshnessState })
const readiness = z.strictObject({
  status: z.enum(['ready', 'not ready']),
  ledger: z.strictObject({ state: z.enum(['up', 'down']) }),
  search: copy,
  finance: copy,
})

/**
 * Whether this process can do its work, for whoever sends it traffic: it can as long as the ledger answers. The copies are named too, with how
 * current they are; a page says so itself when one is down. Needs no sign-in, so it says nothing else.
 */
export const GET = described({ permission: 'public', response: readiness, statuses: [200, 503] }, async () => {
  const [isUp, { search, finance }] = await Promise.all([
    ledgerAnswers(),
    within(
      LIMIT_MS,
      Promise.resolve().then(() => readFreshness({ ...server(), ledger: null }, new Date())),
      UNKNOWN,
    ),
  ])
  const body = {
    status: isUp ? 'ready' : 'not ready',
    ledger: { state: isUp ? 'up' : 'down' },
    search: { state: search.state },
    finance: { state: finance.state },
  }
  return Response.json(body, { status: isUp ? 200 : 503, headers: { 'cache-control': 'no-store' } })
})
