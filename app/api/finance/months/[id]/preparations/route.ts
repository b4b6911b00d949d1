import { closeChanged } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byMonth } from '@/app/http/inputs'
import { figuresReach } from '@/desks/months/read-month'
import { prepareClose } from '@/payroll/months/prepare-close'

/** Prepares the close on the figures as they are published now, and asks for its pack. Another person closes it. */
export const POST = route(
  { permission: 'finance:close', params: byMonth, response: closeChanged, statuses: [201], errors: ['unsuited'] },
  async ({ ledger, financeDir, params, call, answer }) =>
    answer(await prepareClose(ledger, call(), params.id, await figuresReach(financeDir)), ({ month }) => `/api/finance/months/${month}`),
)
