import { written } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { closeCompany } from '@/payroll/set-up/write-company'

/** Closes it: no new payroll file is taken for it. What it has paid stays. */
export const POST = route(
  { permission: 'set-up:change', params: byId, body: withReason, versioned: true, response: written, errors: ['unsuited'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await closeCompany(ledger, call(), params.id, seenVersion, body.reason)),
)
