import { z } from 'zod'
import type { Role } from '@/access/permissions'
import { type ApiKey, apiKeyRow } from '@/app/http/answers/api-key'
import { route } from '@/app/http/handle'
import { keyFor, madeApiKey, newApiKey } from '@/app/http/new-api-key'
import { problemOf } from '@/app/http/problem'
import { byPerson } from '@/app/http/set-up-inputs'
import { listApiKeys } from '@/payroll/set-up/api-keys'
import { readPerson } from '@/payroll/set-up/people'

/** A service's API keys. */
export const GET = route(
  { permission: 'set-up:read', params: byPerson, response: z.strictObject({ keys: z.array(apiKeyRow) }), errors: ['not-found'] },
  async ({ ledger, params, now, traceId }) => {
    const service = await readPerson(ledger, params.id, now)
    if (service?.kind !== 'service') return problemOf({ code: 'not-found', what: 'service' }, traceId)
    return { keys: (await listApiKeys(ledger, service.id, now)) as ApiKey[] }
  },
)

/**
 * Makes a key of a service, with some of what the service may do. Whoever makes one may not approve a run that the service had a hand in. `token` is shown now
 * and never again: null when the same request is asked a second time.
 */
export const POST = route(
  {
    permission: 'set-up:change',
    params: byPerson,
    body: newApiKey,
    statuses: [201],
    response: madeApiKey,
    errors: ['field', 'unsuited', 'not-found'],
  },
  async ({ ledger, session, params, body, call, answer, now, traceId }) => {
    if (session.key !== null)
      return problemOf({ code: 'unsuited', because: 'Sign in with a browser for this. An API key makes no keys.' }, traceId)
    const service = await readPerson(ledger, params.id, now)
    if (service?.kind !== 'service') return problemOf({ code: 'not-found', what: 'service' }, traceId)
    if (service.state === 'deactivated')
      return problemOf({ code: 'unsuited', because: 'This service is deactivated. Reactivate it first.' }, traceId)
    const owner = { userId: service.id, kind: service.kind, roles: service.roles as Role[] }
    const made = await keyFor(ledger, call(), owner, body, (permission) => `This service may not do that: ${permission}.`)
    return answer(made, () => `/api/set-up/people/${service.id}/api-keys`)
  },
)
