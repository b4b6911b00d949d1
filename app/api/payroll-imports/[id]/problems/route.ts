import { z } from 'zod'
import { refusedRow } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readImport, refusedPage } from '@/payroll/imports/imports'

const query = z.object({ after: z.coerce.number().int().min(0).default(0) })

/** The rows that were refused, with everything that is wrong in each, in the order of the file. */
export const GET = route(
  { permission: 'runs:prepare', params: byId, query, response: z.strictObject({ rows: z.array(refusedRow), next: z.int().nullable() }) },
  async ({ ledger, session, params, query, traceId }) =>
    (await readImport(ledger, viewerOf(session), params.id))
      ? refusedPage(ledger, params.id, query.after)
      : problemOf({ code: 'not-found', what: 'file' }, traceId),
)
