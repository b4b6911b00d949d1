import { handle } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { viewerOf } from '@/app/http/viewer'
import { listBankMessages } from '@/payroll/queries/bank-messages'

export const GET = handle({ permission: 'runs:read', params: byId }, async ({ ledger, session, params }) => ({
  messages: await listBankMessages(ledger, viewerOf(session), params.id),
}))
