import { z } from 'zod'
import { exceptionChanged } from '@/app/http/answers/exception'
import { archivedIn } from '@/app/http/archived'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { confirmResolution } from '@/payroll/exceptions/resolve-exception'

/** Of a message that is to be applied: the effect that was looked at (`GET …/effect`). */
const body = z.object({ effect: z.string().max(64).optional() })

/** Confirms what another person proposed. */
export const POST = route(
  {
    permission: 'findings:resolve',
    params: byId,
    body,
    versioned: true,
    response: exceptionChanged,
    errors: ['wrong-state', 'four-eyes', 'hand-in-run', 'no-match', 'effect-changed'],
  },
  async ({ ledger, params, body: { effect = null }, call, seenVersion, answer, bankDir }) => {
    const message = { archived: archivedIn(bankDir), seen: effect }
    return answer(await confirmResolution(ledger, call(), { id: params.id, version: seenVersion }, message))
  },
)
