import { written } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { companyDetails } from '@/app/http/set-up-inputs'
import { changeDetails } from '@/payroll/set-up/write-company'

/** Changes its name and address, as payment files and screens carry them. */
export const POST = route(
  { permission: 'set-up:change', params: byId, body: companyDetails, versioned: true, response: written },
  async ({ ledger, params, body, call, seenVersion, answer }) => answer(await changeDetails(ledger, call(), params.id, seenVersion, body)),
)
