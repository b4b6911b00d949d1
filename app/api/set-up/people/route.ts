import { z } from 'zod'
import { personRow } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { listPeople } from '@/payroll/set-up/people'

/** Everybody who can sign in, is invited to, or could once, and services. Invite through POST /api/set-up/changes. */
export const GET = route({ permission: 'set-up:read', response: z.strictObject({ people: z.array(personRow) }) }, async ({ ledger }) => ({
  people: (await listPeople(ledger)) as z.output<typeof personRow>[],
}))
