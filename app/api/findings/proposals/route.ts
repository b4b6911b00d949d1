import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { reason } from '@/app/http/inputs'
import { proposeForSeveral } from '@/payroll/exceptions/resolve-exception'
import { seenExceptions } from '../seen-exceptions'

const body = z.object({ findings: seenExceptions, resolution: z.enum(['written-off', 'returned-to-bank']), reason })

/** Proposes the same resolution for several findings, with what became of each. */
export const POST = handle({ permission: 'findings:resolve', body }, async ({ ledger, body, call, answer }) =>
  answer(await proposeForSeveral(ledger, call(), body.findings, body)),
)
