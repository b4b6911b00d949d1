import { z } from 'zod'
import { severalExceptions } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { confirmSeveral } from '@/payroll/exceptions/resolve-exception'
import { seenExceptions } from '../seen-exceptions'

const body = z.object({ findings: seenExceptions })

/** Confirms what others proposed for several findings, with what became of each. */
export const POST = route({ permission: 'findings:resolve', body, response: severalExceptions }, async ({ ledger, body, call, answer }) =>
  answer(await confirmSeveral(ledger, call(), body.findings)),
)
