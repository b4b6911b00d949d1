import { z } from 'zod'
import { versioned } from '@/app/http/answer'
import { bankWords } from '@/app/http/answers/bank-message'
import { runDetail } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readRun } from '@/payroll/runs/run'
import { listRunWords } from '@/payroll/statements/bank-words'

export const GET = route(
  { permission: 'runs:read', params: byId, response: runDetail.extend({ bankWords: z.array(bankWords) }) },
  async ({ ledger, session, params, traceId }) => {
    const run = await readRun(ledger, viewerOf(session), params.id)
    if (!run) return problemOf({ code: 'not-found', what: 'run' }, traceId)
    const bankWords = await listRunWords(ledger, viewerOf(session), run.id)
    return versioned({ ...run, bankWords })
  },
)
