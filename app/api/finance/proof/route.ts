import { z } from 'zod'
import { financeQuery, readProof } from '@/app/finance/read-figures'
import { route } from '@/app/http/handle'
import { QUESTION_NAMES } from '@/finance/mart-questions'
import { proof } from '@/finance/proof'

/** A figure with everything that is needed to compute it again: `payledger finance verify` does, from the landing alone. */
export const GET = route(
  {
    permission: 'finance:read',
    query: financeQuery.extend({ question: z.enum(QUESTION_NAMES) }),
    response: proof,
    errors: ['not-published', 'not-certified'],
    copy: 'finance',
  },
  readProof,
)
