import { versioned } from '@/app/http/answer'
import { changeRow } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { maskedChange } from '@/app/http/masked-change'
import { problemOf } from '@/app/http/problem'
import { readChange } from '@/payroll/set-up/changes'

/** One proposed change: what it becomes, and what that replaces. */
export const GET = route({ permission: 'set-up:read', params: byId, response: changeRow }, async ({ ledger, params, traceId }) => {
  const change = await readChange(ledger, params.id)
  return change ? versioned(maskedChange(change)) : problemOf({ code: 'not-found', what: 'change' }, traceId)
})
