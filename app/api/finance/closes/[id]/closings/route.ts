import { closeChanged } from '@/app/http/answers/month'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { figuresReach } from '@/desks/months/read-month'
import { inspectPack } from '@/finance/close/read-pack'
import { closeMonth } from '@/payroll/months/close-month'
import { readClose } from '@/payroll/months/closes'

/** Closes a month that somebody else prepared. */
export const POST = route(
  {
    permission: 'finance:close',
    params: byId,
    versioned: true,
    response: closeChanged,
    errors: ['wrong-state', 'four-eyes', 'unsuited'],
  },
  async ({ ledger, financeDir, params: { id }, call, seenVersion, answer }) => {
    const close = await readClose(ledger, id)
    const pack = close ? await inspectPack(financeDir, close.month, id) : { hash: null, damaged: [] }
    const figures = await figuresReach(financeDir)
    return answer(await closeMonth(ledger, call(), { id, version: seenVersion }, { figures, pack }))
  },
)
