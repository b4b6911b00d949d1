import { z } from 'zod'
import { workerRestart } from '@/app/http/answers/operations'
import { route } from '@/app/http/handle'
import { withReason } from '@/app/http/inputs'
import { listRestarts } from '@/operations/worker-restarts'
import { askRestart } from '@/payroll/upkeep/ask-restart'

/** That processes were asked to restart, and what became of it; the newest fifty. */
export const GET = route(
  { permission: 'operations:read', response: z.strictObject({ restarts: z.array(workerRestart) }) },
  async ({ ledger }) => ({ restarts: await listRestarts(ledger) }),
)

/** Asks one instance of a process to end itself in order; its supervisor starts it again. Asked again, nothing is added. */
export const POST = route(
  {
    permission: 'operations:act',
    body: withReason.extend({ instance: z.uuid() }),
    response: z.strictObject({ id: z.string(), process: z.string(), instance: z.string() }),
    errors: ['unsuited'],
  },
  async ({ ledger, body, call, answer }) => answer(await askRestart(ledger, call(), body.instance, body.reason)),
)
