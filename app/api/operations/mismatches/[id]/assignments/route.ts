import { z } from 'zod'
import { may, ROLES } from '@/access/permissions'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { assignMismatch } from '@/payroll/mismatches/assign-mismatch'

const body = z.object({ owner: z.string({ error: 'Send the person it is assigned to, or null for nobody.' }).min(1).max(64).nullable() })
const ACTING = ROLES.filter((role) => may({ roles: [role] }, 'operations:act'))

/** Takes the difference, hands it over, or puts it back. */
export const POST = route(
  {
    permission: 'operations:act',
    params: byId,
    body,
    versioned: true,
    response: z.strictObject({ id: z.string(), owner: z.string().nullable(), version: z.int() }),
    errors: ['wrong-state'],
  },
  async ({ ledger, params, body: { owner }, call, seenVersion, answer }) =>
    answer(await assignMismatch(ledger, call(), { id: params.id, version: seenVersion, owner }, ACTING)),
)
