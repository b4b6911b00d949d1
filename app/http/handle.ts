/** The wrapper of every route: parse, authorize, one call, translate errors, respond. What it does cannot be forgotten. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { may, type Permission, permits } from '@/access/permissions'
import { currentSession, type Session } from '@/access/session'
import { writeChangeToken } from '@/payroll/transaction/change-token'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import { failureOf } from '@/platform/failure'
import { textProblems } from '@/platform/plain-text'
import { readKey, requestHash } from './idempotency'
import { appLog } from './log'
import { isForeign } from './origin'
import { failureProblem, problem, problemOf } from './problem'
import { readBody } from './read-body'
import { server } from './server'

type Schema = z.ZodType | undefined
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined

type Route<P extends Schema, Q extends Schema, B extends Schema> = {
  permission: Permission
  params?: P
  query?: Q
  body?: B
  /** The change acts on a version the caller has seen: If-Match is required. */
  versioned?: boolean
}

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
  answer: <T extends object>(answer: CommandResult<T>, created?: (value: T) => string) => Response
}

type Next = { params: Promise<unknown> }

const JSON_BYTES_MAX = 1_000_000

/** Makes a Next route handler. The work returns a Response, or a value to send as JSON. */
export function handle<P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
  route: Route<P, Q, B>,
  work: (context: Context<P, Q, B>) => Promise<Response | object>,
) {
  return async (request: Request, next: Next): Promise<Response> => {
    const traceId = request.headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? randomUUID()
    try {
      const context = await contextOf(route, request, next, traceId)
      if (context instanceof Response) return context
      const outcome = await work(context)
      return outcome instanceof Response ? outcome : Response.json(outcome, { headers: { 'cache-control': 'no-store' } })
    } catch (error) {
      const failure = failureOf(error)
      appLog().error({ err: error, traceId, method: request.method, path: new URL(request.url).pathname, ...failure }, 'request failed')
      return failureProblem(failure, traceId)
    }
  }
}

async function contextOf<P extends Schema, Q extends Schema, B extends Schema>(
  route: Route<P, Q, B>,
  request: Request,
  next: Next,
  traceId: string,
): Promise<Context<P, Q, B> | Response> {
  const shared = server()
  const now = new Date()
  if (isForeign(request, shared.appUrl)) {
    return problem(
      { status: 403, code: 'foreign-origin', title: 'Foreign origin', detail: 'This request came from another site.' },
      traceId,
    )
  }
  const session = await currentSession(shared, request.headers)
  if (!session) return problem({ status: 401, code: 'signed-out', title: 'Signed out', detail: 'Sign in and try again.' }, traceId)
  if (!permits(session, route.permission)) {
    const detail = may(session.role, route.permission)
      ? 'This covers all companies, and you only work for some of them.'
      : `Your role (${session.role}) does not allow this.`
    return problem({ status: 403, code: 'forbidden', title: 'Not allowed', detail }, traceId)
  }
  const url = new URL(request.url)
  const body = route.body ? await readJson(request) : undefined
  if (body === TOO_LARGE) return problem({ status: 413, code: 'too-large', title: 'Too large', detail: 'At most 1 MB of JSON.' }, traceId)
  const params = route.params?.safeParse(await next.params)
  if (params && !params.success)
    return problem({ status: 404, code: 'not-found', title: 'Not found', detail: 'There is nothing at this address.' }, traceId)
  const query = route.query?.safeParse(Object.fromEntries(url.searchParams))
  const parsedBody = route.body?.safeParse(body)
  const issues = [...(query?.error?.issues ?? []), ...(parsedBody?.error?.issues ?? [])]
  // Every text of every route, whatever its schema says of it: what the ledger cannot hold is the caller's to mend.
  const texts = [...textProblems(query?.data), ...textProblems(parsedBody?.data)]
  if (issues.length > 0 || texts.length > 0) {
    const errors = [
      ...issues.map((issue) => ({ row: null, field: issue.path.join('.') || null, reason: issue.message })),
      ...texts.map(({ field, reason }) => ({ row: null, field, reason })),
    ]
    const detail = errors.map((error) => `${error.field ?? 'request'}: ${error.reason}`).join('; ')
    return problem({ status: 422, code: 'input', title: 'Not understood', detail, errors }, traceId)
  }
  const seenVersion = route.versioned ? readVersion(request.headers.get('if-match')) : 0
  if (seenVersion === null) {
    const detail = 'Send If-Match with the version you saw (the ETag).'
    return problem({ status: 428, code: 'if-match-required', title: 'Version required', detail }, traceId)
  }
  const key = readKey(request.headers.get('idempotency-key'))
  if (key === 'malformed') {
    const detail = 'Idempotency-Key must be 1 to 255 visible characters.'
    return problem({ status: 400, code: 'idempotency-key', title: 'Malformed idempotency key', detail }, traceId)
  }
  const call = (meaning: unknown = parsedBody?.data): CommandContext => ({
    actor: { kind: 'user', id: session.userId, name: session.name },
    requestId: traceId,
    now,
    companies: session.companies,
    idempotency: key === null ? null : { endpoint: url.pathname, key, requestHash: requestHash(request.method, meaning) },
  })
  return {
    ...shared,
    request,
    session,
    traceId,
    now,
    seenVersion,
    call,
    params: params?.data as Parsed<P>,
    query: query?.data as Parsed<Q>,
    body: parsedBody?.data as Parsed<B>,
    answer: (answer, created) => respond(answer, shared.secret, traceId, created),
  }
}

function respond<T extends object>(answer: CommandResult<T>, secret: string, traceId: string, created?: (value: T) => string): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (answer.replayed) headers.set('idempotent-replayed', 'true')
  if (!answer.result.ok) {
    const response = problemOf(answer.result.rejection, traceId)
    for (const [name, value] of headers) response.headers.set(name, value)
    return response
  }
  const { value } = answer.result
  if ('version' in value) headers.set('etag', `"${value.version}"`)
  if (answer.mark) headers.set('x-change-token', writeChangeToken(answer.mark, secret))
  if (created) headers.set('location', created(value))
  return Response.json(value, { status: created ? 201 : 200, headers })
}

/** `"7"` and `W/"7"` and `7` are version 7; null when the header is missing or no version. */
function readVersion(header: string | null): number | null {
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header?.trim() ?? '')?.[1]
  return version === undefined ? null : Number(version)
}

const TOO_LARGE = Symbol('too large')

async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request, JSON_BYTES_MAX)
  if (body === null) return TOO_LARGE
  try {
    return JSON.parse(body.toString() || '{}')
  } catch {
    return undefined
  }
}
