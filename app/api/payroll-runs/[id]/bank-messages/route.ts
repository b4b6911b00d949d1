import { z } from 'zod'
import { bankMessageRow } from '@/app/http/answers/bank-message'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readRun } from '@/payroll/runs/run'
import { listBankMessages } from '@/payroll/statements/bank-messages'

export const GET = route(
  { permission: 'runs:read', params: byId, response: z.strictObject({ messages: z.array(bankMessageRow) }) },
  async ({ ledger, session, params, traceId }) => {
    const run = await readRun(ledger, viewerOf(session), params.id)
    if (!run) return problemOf({ code: 'not-found', what: 'run' }, traceId)
    return { messages: await listBankMessages(ledger, viewerOf(session), run.id) }
  },
)
