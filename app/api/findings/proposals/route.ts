import { z } from 'zod'
import { severalExceptions } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { reason } from '@/app/http/inputs'
import { proposeForSeveral } from '@/payroll/exceptions/resolve-exception'
import { seenExceptions } from '../seen-exceptions'

const body = z.object({ findings: seenExceptions, resolution: z.enum(['written-off', 'returned-to-bank']), reason })

/** Proposes the same resolution for several findings, with what became of each. */
export const POST = route({ permission: 'findings:resolve', body, response: severalExceptions }, async ({ ledger, body, call, answer }) =>
  answer(await proposeForSeveral(ledger, call(), body.findings, body)),
)
