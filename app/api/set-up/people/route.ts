import { z } from 'zod'
import { setUpPeople } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { listPeople } from '@/payroll/set-up/people'

const query = z.object({
  kind: z.enum(['person', 'service']).default('person'),
  find: z.string().max(100).optional(),
  cursor: z.string().max(100).optional(),
})

/** A page by name of those who can sign in, are invited to, or could once; or of services. Invite through POST /api/set-up/changes. */
export const GET = route(
  { permission: 'set-up:read', query, response: setUpPeople },
  async ({ ledger, query: { kind, find = null, cursor = null } }) =>
    (await listPeople(ledger, { kind, find, cursor })) as z.output<typeof setUpPeople>,
)
