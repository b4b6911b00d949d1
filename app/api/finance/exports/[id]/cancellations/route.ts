import { exportAsked } from '@/app/finance/exports/export-inputs'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { cancelExport } from '@/payroll/finance-desk/ask-export'

/** Calls a large file off, or lets go of one that was made: it cannot be fetched any more, and is removed within minutes. */
export const POST = route(
  { permission: 'finance:read', params: byId, response: exportAsked, errors: ['unsuited'] },
  async ({ ledger, params: { id }, call, answer }) => answer(await cancelExport(ledger, call(), id)),
)
