import { askedRepair } from '@/app/http/answers/repair'
import { route } from '@/app/http/handle'
import { meantWithReason } from '@/app/http/letter-inputs'
import { meantLetters } from '@/desks/operations/read-letters'
import { letterKeyOf } from '@/events/dead-letter'
import { askDiscard } from '@/payroll/repairs/ask-letters'

/** Asks that those which are open now are given up; somebody else confirms it. */
export const POST = route(
  { permission: 'operations:act', body: meantWithReason, response: askedRepair, statuses: [201], errors: ['unsuited'] },
  async ({ body, call, answer, ...stores }) => {
    const letters = await meantLetters(stores, body, body.id === null ? null : letterKeyOf(body.id))
    return answer(await askDiscard(stores.ledger, call(), letters, body, body.reason), ({ id }) => `/api/operations/repairs/${id}`)
  },
)
