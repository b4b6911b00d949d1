/** Reads a request by its route's contract: who asks, what comes with it, and under which conditions. What cannot be taken is refused here. */
import { bringsKey, keySession } from '@/access/api-key'
import { may, type Permission, permits, yourRoles } from '@/access/permissions'
import { REQUESTS_MAX, takeRequest } from '@/access/request-limit'
import { currentSession, type Session, type SessionKeeper } from '@/access/session'
import { textProblems } from '@/platform/plain-text'
import type { Contract, OfAnyone, Parsed } from './contract'
import { readKey } from './idempotency'
import { isForeign } from './origin'
import { problem, type Refusal } from './problem'
import { readBody } from './read-body'

const JSON_BYTES_MAX = 1_000_000

type Asked = { traceId: string; now: Date }
type Refused = 'second-factor' | 'foreign-origin' | 'signed-out' | 'forbidden' | 'too-many-requests'

/** The session of whoever may ask this, and has not asked too often. */
export async function admit(
  request: Request,
  permission: Permission | OfAnyone,
  door: SessionKeeper & { appUrl: string },
  { traceId, now }: Asked,
): Promise<Session | Refusal> {
  const refuse = (status: number, code: Refused, title: string, detail: string, headers: HeadersInit = {}) =>
    problem({ status, code, title, detail }, traceId, headers)
  if (isForeign(request, door.appUrl)) return refuse(403, 'foreign-origin', 'Foreign origin', 'This request came from another site.')
  const byKey = bringsKey(request.headers)
  const session = byKey ? await keySession(door.ledger, request.headers) : await currentSession(door, request.headers)
  if (!session) return refuse(401, 'signed-out', 'Signed out', byKey ? KEY_REFUSED : 'Sign in and try again.')
  if (session.lacksSecondFactor && permission !== 'anyone')
    return refuse(
      403,
      'second-factor',
      'Second factor needed',
      'Set up your second factor first: sign in with a browser, and PayLedger leads you.',
    )
  const wait = await askedTooOften(request, session, door, now)
  if (wait)
    return refuse(429, 'too-many-requests', 'Too many requests', `Wait ${wait.waitSeconds} seconds, then try again.`, {
      'retry-after': String(wait.waitSeconds),
    })
  const why = whyNot(session, permission)
  return why === null ? session : refuse(403, 'forbidden', 'Not allowed', why)
}

const KEY_REFUSED = 'This API key is not valid, was revoked, or has expired.'

/** Every request of a key, and what a person changes. */
function askedTooOften(request: Request, { userId, key }: Session, { ledger }: SessionKeeper, now: Date): ReturnType<typeof takeRequest> {
  if (key) return takeRequest(ledger, `key ${key.id}`, REQUESTS_MAX.key, now)
  return request.method === 'GET' ? Promise.resolve(null) : takeRequest(ledger, `person ${userId}`, REQUESTS_MAX.person, now)
}

function whyNot(session: Session, permission: Permission | OfAnyone): string | null {
  if (permission === 'anyone') return null
  if (permission === 'signed-in') return session.key === null ? null : 'Sign in with a browser for this. An API key cannot do it.'
  if (permits(session, permission)) return null
  if (may(session, permission)) return 'This covers all companies, and you only work for some of them.'
  if (may({ roles: session.roles, kind: session.kind }, permission)) return `This API key does not have the permission ${permission}.`
  if (session.kind === 'service' && may({ roles: session.roles }, permission))
    return 'A service may not do this, whatever its roles: it takes a person.'
  return yourRoles(session, 'does not allow this.', 'do not allow this.')
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
export function readConditions(
  { method, headers }: Request,
  { versioned }: Contract,
  byKey: boolean,
  traceId: string,
): Conditions | Refusal {
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
  // A program that loses an answer must be able to ask again.
  if (byKey && method !== 'GET' && idempotencyKey === null) {
    const detail = 'Send an Idempotency-Key with every change: asked again with the same one, it is not done twice.'
    return problem({ status: 400, code: 'idempotency-key', title: 'Idempotency key required', detail }, traceId)
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
