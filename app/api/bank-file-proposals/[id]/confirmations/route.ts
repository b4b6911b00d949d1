import { z } from 'zod'
import { proposed } from '@/app/http/answers/bank-file-proposal'
import { confirmBankFileByHand } from '@/app/http/bank-file-by-hand'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'

const body = z.object({ effect: z.string().regex(/^[0-9a-f]{64}$/, 'Send the effect you looked at.') })

/** Applies what another person proposed, exactly as it was shown. */
export const POST = route(
  {
    permission: 'bank-files:apply',
    params: byId,
    body,
    versioned: true,
    response: proposed,
    errors: ['wrong-state', 'proposal-changed', 'four-eyes', 'hand-in-run', 'effect-changed', 'file-gone'],
  },
  (context) => confirmBankFileByHand({ ...context, query: undefined, body: undefined }, context.body.effect),
)
