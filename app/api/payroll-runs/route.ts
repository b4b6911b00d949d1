import { z } from 'zod'
import { payrollProblem } from '@/app/http/answers/import'
import { createdRun, runList } from '@/app/http/answers/run'
import { route } from '@/app/http/handle'
import { importPayrollFile, payrollForm } from '@/app/http/import-payroll-file'
import { viewerOf } from '@/app/http/viewer'
import { INBOXES, listRuns, RUN_SORTS } from '@/payroll/runs/list-runs'

const query = z.object({
  inbox: z.enum(INBOXES).default('needs-my-approval'),
  find: z.string().max(100).optional(),
  sort: z.enum(RUN_SORTS).default('newest'),
  cursor: z.uuid().optional(),
})

export const GET = route(
  { permission: 'runs:read', query, response: runList },
  ({ ledger, session, now, query: { find = null, cursor = null, ...query } }) =>
    listRuns(ledger, viewerOf(session), { ...query, find, cursor }, now),
)

/** A payroll file as a draft: 201, or 422 with every row problem and nothing saved. */
export const POST = route(
  {
    permission: 'runs:prepare',
    form: payrollForm,
    statuses: [201],
    response: createdRun.extend({ warnings: z.array(payrollProblem) }),
    errors: ['not-found', 'rows', 'repeated', 'unsuited'],
  },
  importPayrollFile,
)
