import { z } from 'zod'
import { type ApiKey, apiKeyRow } from '@/app/http/answers/api-key'
import { route } from '@/app/http/handle'
import { keyFor, madeApiKey, newApiKey } from '@/app/http/new-api-key'
import { listApiKeys } from '@/payroll/set-up/api-keys'

/** One's own API keys. */
export const GET = route(
  { permission: 'signed-in', response: z.strictObject({ keys: z.array(apiKeyRow) }) },
  async ({ ledger, session, now }) => ({ keys: (await listApiKeys(ledger, session.userId, now)) as ApiKey[] }),
)

/** Makes a key that may do some of what one may oneself. `token` is shown now and never again: null when the same request is asked a second time. */
export const POST = route(
  {
    permission: 'signed-in',
    body: newApiKey,
    statuses: [201],
    response: madeApiKey,
    errors: ['field', 'unsuited', 'not-found'],
  },
  async ({ ledger, session, body, call, answer }) =>
    answer(await keyFor(ledger, call(), session, body, (permission) => `Your roles do not allow ${permission}.`), () => '/api/api-keys'),
)
