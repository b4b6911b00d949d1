/** Reads a request by its route's contract: who asks, what comes with it, and under which conditions. What cannot be taken is refused here. */
import { may, type Permission, permits, yourRoles } from '@/access/permissions'
import { currentSession, type Session, type SessionKeeper } from '@/access/session'
import { textProblems } from '@/platform/plain-text'
import type { Contract, Parsed } from './contract'
import { readKey } from './idempotency'
import { isForeign } from './origin'
import { problem, type Refusal } from './problem'
import { readBody } from './read-body'

const JSON_BYTES_MAX = 1_000_000

/** The session of whoever may ask this. */
export async function admit(
  request: Request,
  permission: Permission,
  door: SessionKeeper & { appUrl: string },
  traceId: string,
): Promise<Session | Refusal> {
  const refuse = (status: number, code: 'foreign-origin' | 'signed-out' | 'forbidden', title: string, detail: string) =>
    problem({ status, code, title, detail }, traceId)
  if (isForeign(request, door.appUrl)) return refuse(403, 'foreign-origin', 'Foreign origin', 'This request came from another site.')
  const session = await currentSession(door, request.headers)
  if (!session) return refuse(401, 'signed-out', 'Signed out', 'Sign in and try again.')
  if (permits(session, permission)) return session
  const detail = may(session, permission)
    ? 'This covers all companies, and you only work for some of them.'
    : yourRoles(session, 'does not allow this.', 'do not allow this.')
  return refuse(403, 'forbidden', 'Not allowed', detail)
}

export type Input<C extends Contract> = { params: Parsed<C['params']>; query: Parsed<C['query']>; body: Parsed<C['body']> }

/** What the address and the body say. */
export async function readInput<C extends Contract>(
  request: Request,
  contract: C,
  address: Promise<unknown>,
  traceId: string,
): Promise<Input<C> | Refusal> {
  const json = contract.body ? await readJson(request) : undefined
  if (json === TOO_LARGE) return problem({ status: 413, code: 'too-large', title: 'Too large', detail: 'At most 1 MB of JSON.' }, traceId)
  const params = contract.params?.safeParse(await address)
  if (params && !params.success)
    return problem({ status: 404, code: 'not-found', title: 'Not found', detail: 'There is nothing at this address.' }, traceId)
  const query = contract.query?.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  const body = contract.body?.safeParse(json)
  const errors = [
    ...[...(query?.error?.issues ?? []), ...(body?.error?.issues ?? [])].map(({ path, message }) => wrong(path.join('.'), message)),
    // Every text of every route, whatever its schema says of it: what the ledger cannot hold is the caller's to mend.
    ...[...textProblems(query?.data), ...textProblems(body?.data)].map(({ field, reason }) => wrong(field, reason)),
  ]
  if (errors.length > 0) {
    const detail = errors.map((error) => `${error.field ?? 'request'}: ${error.reason}`).join('; ')
    return problem({ status: 422, code: 'input', title: 'Not understood', detail, errors }, traceId)
  }
  return { params: params?.data, query: query?.data, body: body?.data } as Input<C>
}

const wrong = (field: string | null, reason: string) => ({ row: null, field: field || null, reason })

export type Conditions = {
  /** The version named in If-Match; 0 where the route is not versioned. */
  seenVersion: number
  idempotencyKey: string | null
}

/** What the headers make it depend on. */
export function readConditions(headers: Headers, { versioned }: Contract, traceId: string): Conditions | Refusal {
  const seenVersion = versioned ? readVersion(headers.get('if-match')) : 0
  if (seenVersion === null) {
    const detail = 'Send If-Match with the version you saw (the ETag).'
    return problem({ status: 428, code: 'if-match-required', title: 'Version required', detail }, traceId)
  }
  const idempotencyKey = readKey(headers.get('idempotency-key'))
  if (idempotencyKey === 'malformed') {
    const detail = 'Idempotency-Key must be 1 to 255 visible characters.'
    return problem({ status: 400, code: 'idempotency-key', title: 'Malformed idempotency key', detail }, traceId)
  }
  return { seenVersion, idempotencyKey }
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
