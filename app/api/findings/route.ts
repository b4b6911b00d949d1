import { z } from 'zod'
import { exceptionList } from '@/app/http/answers/exception'
import { route } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { EXCEPTION_STATES, listExceptions } from '@/payroll/exceptions/exceptions'

const query = z.object({
  state: z.enum(EXCEPTION_STATES).default('open'),
  owner: z.enum(['me', 'anyone']).default('anyone'),
  run: z.enum(['none', 'any']).default('any'),
  /** Only this finding and those it speaks for. */
  with: z.uuid().optional(),
  cursor: z.uuid().optional(),
})

/** What the banks said that agrees with nothing. */
export const GET = route({ permission: 'findings:read', query, response: exceptionList }, ({ ledger, session, query }) =>
  listExceptions(ledger, viewerOf(session), {
    state: query.state,
    mine: query.owner === 'me',
    ofNoRun: query.run === 'none',
    with: query.with ?? null,
    cursor: query.cursor ?? null,
  }),
)
