import { written } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { byPerson } from '@/app/http/set-up-inputs'
import { deactivatePerson } from '@/payroll/set-up/deactivate-person'

/** Keeps somebody out at once: their sessions and links end. */
export const POST = route(
  { permission: 'set-up:change', params: byPerson, body: withReason, versioned: true, response: written, errors: ['unsuited'] },
  async ({ ledger, params, body, call, seenVersion, answer }) =>
    answer(await deactivatePerson(ledger, call(), params.id, seenVersion, body.reason)),
)
