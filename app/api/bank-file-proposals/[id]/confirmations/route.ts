import { z } from 'zod'
import { confirmBankFileByHand } from '@/app/http/bank-file-by-hand'
import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'

const body = z.object({ effect: z.string().regex(/^[0-9a-f]{64}$/, 'Send the effect you looked at.') })

/** Applies what another person proposed, exactly as it was shown. */
export const POST = handle({ permission: 'bank-files:apply', params: byId, body, versioned: true }, (context) =>
  confirmBankFileByHand({ ...context, query: undefined, body: undefined }, context.body.effect),
)
