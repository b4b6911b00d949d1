import { z } from 'zod'
import { newSecret, tokenOf } from '@/access/api-key'
import { may, PERMISSIONS } from '@/access/permissions'
import { type ApiKey, apiKeyRow } from '@/app/http/answers/api-key'
import { route } from '@/app/http/handle'
import { problemOf } from '@/app/http/problem'
import { listApiKeys, makeApiKey } from '@/payroll/set-up/api-keys'

const DAY_MS = 86_400_000

const body = z.object({
  name: z.string({ error: 'Enter a name.' }).trim().min(1, 'Enter a name.').max(100, 'At most 100 characters.'),
  permissions: z.array(z.enum(PERMISSIONS)).min(1, 'Choose at least one permission.'),
  companies: z.array(z.uuid()).max(1_000).default([]),
  days: z.int('Enter whole days.').min(1, 'At least one day.').max(365, 'At most a year.'),
})

/** One's own API keys. */
export const GET = route(
  { permission: 'signed-in', response: z.strictObject({ keys: z.array(apiKeyRow) }) },
  async ({ ledger, session, now }) => ({ keys: (await listApiKeys(ledger, session.userId, now)) as ApiKey[] }),
)

/** Makes a key that may do some of what one may oneself. `token` is shown now and never again: null when the same request is asked a second time. */
export const POST = route(
  {
    permission: 'signed-in',
    body,
    statuses: [201],
    response: z.strictObject({ id: z.string(), token: z.string().nullable() }),
    errors: ['field', 'unsuited', 'not-found'],
  },
  async ({ ledger, session, body: { days, ...asked }, call, answer, now, traceId }) => {
    const beyond = asked.permissions.find((permission) => !may(session, permission))
    if (beyond) return problemOf({ code: 'field', field: 'permissions', reason: `Your roles do not allow ${beyond}.` }, traceId)
    const { secret, hash } = newSecret()
    const expiresAt = new Date(now.getTime() + days * DAY_MS)
    const made = await makeApiKey(ledger, call(), { ...asked, userId: session.userId, secretHash: hash, expiresAt })
    if (!made.result.ok) return answer({ ...made, result: made.result })
    const { id } = made.result.value
    const value = { id, token: made.replayed ? null : tokenOf(id, secret) }
    return answer({ ...made, result: { ok: true, value } }, () => '/api/api-keys')
  },
)
