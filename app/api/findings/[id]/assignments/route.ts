import { z } from 'zod'
import { may, ROLES } from '@/access/permissions'
import { exceptionChanged } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { assignException } from '@/payroll/exceptions/assign-exception'

const body = z.object({ owner: z.string({ error: 'Send the person it is assigned to, or null for nobody.' }).min(1).max(64).nullable() })
const RESOLVERS = ROLES.filter((role) => may({ roles: [role] }, 'findings:resolve'))

/** Takes the finding, hands it over, or puts it back. */
export const POST = route(
  { permission: 'findings:resolve', params: byId, body, versioned: true, response: exceptionChanged, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await assignException(ledger, call(), params.id, seenVersion, body.owner, RESOLVERS)),
)
