/** Routes that nobody has to be signed in for, because a link lets them in: parsed, judged and answered as strictly as the others. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import { failureOf } from '@/platform/failure'
import { answerOf, send } from './answer'
import type { Contract, Parsed, Route } from './contract'
import { isBusy } from './in-hand'
import { appLog } from './log'
import { isForeign } from './origin'
import { busyProblem, failureProblem, problem } from './problem'
import { readInput } from './read-request'
import { server } from './server'

type Open = Contract & { permission: 'public'; body: z.ZodType }
type Context<C extends Open> = ReturnType<typeof server> & { body: Parsed<C['body']>; call: CommandContext }

const PROCESS = { kind: 'process', id: 'app', name: 'PayLedger' } as const

/** Makes the handler. The work is one command. */
export function openDoor<const C extends Open>(contract: C, work: (context: Context<C>) => Promise<CommandResult<object>>): Route<C> {
  const handler = async (request: Request): Promise<Response> => {
    const traceId = randomUUID()
    if (isBusy()) return busyProblem(traceId)
    try {
      const shared = server()
      if (isForeign(request, shared.appUrl))
        return problem(
          { status: 403, code: 'foreign-origin', title: 'Foreign origin', detail: 'This request came from another site.' },
          traceId,
        )
      const input = await readInput(request, contract, Promise.resolve({}), traceId)
      if (input instanceof Response) return input
      const call: CommandContext = { actor: PROCESS, requestId: traceId, now: new Date(), companies: null, idempotency: null }
      const answer = answerOf(await work({ ...shared, body: input.body, call }), { secret: shared.secret, traceId })
      return send(answer, contract, request.method)
    } catch (error) {
      const failure = failureOf(error)
      appLog().error({ err: error, traceId, ...failure }, 'a request by link failed')
      return failureProblem(failure, traceId)
    }
  }
  return Object.assign(handler, { contract })
}
