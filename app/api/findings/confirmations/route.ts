import { z } from 'zod'
import { handle } from '@/app/http/handle'
import { confirmSeveral } from '@/payroll/exceptions/resolve-finding'
import { seenFindings } from '../seen-findings'

const body = z.object({ findings: seenFindings })

/** Confirms what others proposed for several findings, with what became of each. */
export const POST = handle({ permission: 'findings:resolve', body }, async ({ ledger, body, call, answer }) =>
  answer(await confirmSeveral(ledger, call(), body.findings)),
)
