import { importDetail } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readImport } from '@/payroll/imports/imports'

export const GET = route(
  { permission: 'runs:prepare', params: byId, response: importDetail },
  async ({ ledger, session, params, traceId }) =>
    (await readImport(ledger, viewerOf(session), params.id)) ?? problemOf({ code: 'not-found', what: 'file' }, traceId),
)
