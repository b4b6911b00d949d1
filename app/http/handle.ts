/** The wrapper of every route: parse, authorize, one call, translate errors, respond. What it does cannot be forgotten. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Permission } from '@/access/permissions'
import type { Session } from '@/access/session'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import { failureOf } from '@/platform/failure'
import { type Answer, answerOf, type Outcome, send } from './answer'
import type { Contract, Handler, OfAnyone, Parsed, Route } from './contract'
import { notCurrentEnough } from './current-enough'
import { requestHash } from './idempotency'
import { isBusy } from './in-hand'
import { appLog } from './log'
import { busyProblem, failureProblem, type Refusal } from './problem'
import { admit, readConditions, readInput } from './read-request'
import { server } from './server'
import { traceRoute } from './trace-route'

type Schema = z.ZodType | undefined

export type Context<P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined> = ReturnType<
  typeof server
> & {
  request: Request
  session: Session
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  /** The version named in If-Match; 0 where the route is not versioned. */
  seenVersion: number
  traceId: string
  /** When the request came: everything it does happens at this time. */
  now: Date
  /** The call under this request's idempotency key; `meaning` is the body unless the route reads its own. */
  call: (meaning?: unknown) => CommandContext
  /** Translates a command's answer. */
  answer: <T extends object>(answer: CommandResult<T>, created?: (value: T) => string) => Answer<T> | Refusal
}

type ContextOf<C extends Contract> = Context<C['params'], C['query'], C['body']>

type Guarded = Contract & { permission: Permission | OfAnyone }

/** Makes a Next route handler that keeps the contract. The work returns what the contract promises, an `Answer` of it, or a refusal. */
export function route<const C extends Guarded>(contract: C, work: (context: ContextOf<C>) => Promise<Outcome<C['response']>>): Route<C> {
  const handle = async (request: Request, next: { params: Promise<unknown> }): Promise<Response> => {
    const traceId = request.headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? randomUUID()
    if (isBusy()) return busyProblem(traceId)
    try {
      const context = await contextOf(contract, request, next.params, traceId)
      return context instanceof Response ? context : send((await work(context)) as object, contract, request.method)
    } catch (error) {
      const failure = failureOf(error)
      appLog().error({ err: error, traceId, method: request.method, path: new URL(request.url).pathname, ...failure }, 'request failed')
      return failureProblem(failure, traceId)
    }
  }
  const handler: Handler = (request, next) => traceRoute(request, next.params, () => handle(request, next))
  return Object.assign(handler, { contract })
}

async function contextOf<C extends Guarded>(
  contract: C,
  request: Request,
  address: Promise<unknown>,
  traceId: string,
): Promise<ContextOf<C> | Refusal> {
  const shared = server()
  const now = new Date()
  const session = await admit(request, contract.permission, shared, { traceId, now })
  if (session instanceof Response) return session
  const input = await readInput(request, contract, address, traceId)
  if (input instanceof Response) return input
  const stale = contract.copy && (await notCurrentEnough(shared, { copy: contract.copy, address: new URL(request.url), now, traceId }))
  if (stale) return stale
  const conditions = readConditions(request, contract, session.key !== null, traceId)
  if (conditions instanceof Response) return conditions
  const { seenVersion, idempotencyKey: key } = conditions
  const endpoint = new URL(request.url).pathname
  return {
    ...shared,
    ...input,
    ...{ request, session, traceId, now, seenVersion },
    call: (meaning: unknown = input.body) => ({
      actor: { kind: 'user', id: session.userId, name: session.name },
      requestId: traceId,
      now,
      companies: session.companies,
      idempotency: key === null ? null : { endpoint, key, requestHash: requestHash(request.method, meaning) },
    }),
    answer: (answer, created) => answerOf(answer, { secret: shared.secret, traceId }, created),
  }
}
