import { z } from 'zod'
import { outcomeChanged } from '@/app/http/answers/payout'
import { route } from '@/app/http/handle'
import { byId, reason } from '@/app/http/inputs'
import { OUTCOMES } from '@/app/outcome-words'
import { proposeOutcome } from '@/payroll/runs/settle-outcome'

const body = z.object({ outcome: z.enum(OUTCOMES, { error: `One of ${OUTCOMES.join(', ')}.` }), reason })

/** Proposes what becomes of a payment that failed or came back. If-Match is the payout's version. */
export const POST = route(
  { permission: 'runs:approve', params: byId, body, versioned: true, response: outcomeChanged, errors: ['wrong-state'] },
  async ({ ledger, params, body, call, seenVersion, answer }) => answer(await proposeOutcome(ledger, call(), params.id, seenVersion, body)),
)
