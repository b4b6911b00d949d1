import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { makeTestFile } from '@/payroll/set-up/test-file'

/** A payment file to show its bank: one unit from its own account to itself. Nobody is paid by it. */
export const GET = route(
  { permission: 'set-up:read', params: byId, response: 'application/xml' },
  async ({ ledger, params, now, traceId }) => {
    const file = await makeTestFile(ledger, params.id, now)
    if (!file) return problemOf({ code: 'not-found', what: 'account' }, traceId)
    return new Response(file.xml, {
      headers: {
        'content-type': 'application/xml',
        'content-disposition': `attachment; filename="${file.fileName}"`,
        'cache-control': 'no-store',
      },
    })
  },
)
