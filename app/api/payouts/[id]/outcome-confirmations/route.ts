import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { confirmOutcome } from '@/payroll/runs/settle-outcome'

const route = { permission: 'runs:approve', params: byId, body: withReason, versioned: true } as const

/** Confirms the proposal, by somebody else. If-Match is the proposal's version. */
export const POST = handle(route, async ({ ledger, params, body, call, seenVersion, answer }) =>
  answer(await confirmOutcome(ledger, call(), params.id, seenVersion, body.reason)),
)
