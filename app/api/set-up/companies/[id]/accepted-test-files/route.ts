import { written } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { noteTestFileAccepted } from '@/payroll/set-up/write-company'

/** Notes that its bank has accepted a test file. */
export const POST = route(
  { permission: 'set-up:change', params: byId, versioned: true, response: written },
  async ({ ledger, params, call, seenVersion, answer }) => answer(await noteTestFileAccepted(ledger, call(), params.id, seenVersion)),
)
