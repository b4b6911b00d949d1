import { handle } from '@/app/http/handle'
import { byId, withReason } from '@/app/http/inputs'
import { holdPayout } from '@/payroll/runs/hold-payout'

const route = { permission: 'payouts:hold', params: byId, body: withReason, versioned: true } as const

export const POST = handle(route, async ({ ledger, params, body, call, seenVersion, answer }) =>
  answer(await holdPayout(ledger, call(), params.id, seenVersion, body.reason)),
)
