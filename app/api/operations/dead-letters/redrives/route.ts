import { askedRepair } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { meantWithReason } from '@/app/http/letter-inputs'
import { meantLetters, scopeOf } from '@/desks/operations/read-letters'
import { letterKeyOf } from '@/events/dead-letter'
import { askRedrive } from '@/payroll/repairs/ask-letters'

/** Has their events read again; the process that writes the copy does it. */
export const POST = route(
  { permission: 'operations:act', body: meantWithReason, response: askedRepair, statuses: [201], errors: ['unsuited'] },
  async ({ body, call, answer, ...stores }) => {
    const letters = await meantLetters(stores, body, body.id === null ? null : letterKeyOf(body.id))
    const asked = await askRedrive(stores.ledger, call(), scopeOf(letters, body), letters.length, body.reason)
    return answer(asked, ({ id }) => `/api/operations/repairs/${id}`)
  },
)
