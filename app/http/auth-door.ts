/** The door to better-auth: a few acts, each with a counted body in JSON. Everything else it could do is not here. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Oidc } from '@/access/oidc'
import { currentSession, owingSession, payCode, type SessionKeeper } from '@/access/session'
import { type Guesser, giveAttemptBack, takeAttempt } from '@/access/sign-in-limit'
import { failureOf } from '@/platform/failure'
import { clientAddress } from './client-address'
import type { Contract } from './contract'
import { isBusy } from './in-hand'
import { appLog } from './log'
import { goToProvider } from './oidc-door'
import { isForeign } from './origin'
import { busyProblem, failureProblem, type ProblemCode, problem } from './problem'
import { readBody } from './read-body'

export type Door = SessionKeeper & { appUrl: string; oidc?: Oidc | null }

const BODY_BYTES_MAX = 10_000
/** Hashing a longer one costs time, and nobody types it. */
const PASSWORD_MAX = 128

/** Six digits of an authenticator app. */
const CODE = /^\d{6}$/

const ACTS = {
  '/api/auth/sign-in/email': z.object({ email: z.string().min(1).max(320), password: z.string().max(PASSWORD_MAX) }),
  /** Begins a sign-in at the OpenID Connect provider; `next` is the page it leads to in the end. */
  '/api/auth/sign-in/oidc': z.object({ next: z.string().max(2_000).optional() }),
  '/api/auth/sign-out': z.object({}),
  '/api/auth/revoke-other-sessions': z.object({}),
  '/api/auth/two-factor/enable': z.object({ password: z.string().max(PASSWORD_MAX) }),
  '/api/auth/two-factor/verify-totp': z.object({ code: z.string().regex(CODE) }),
  '/api/auth/two-factor/verify-backup-code': z.object({ code: z.string().min(1).max(40) }),
  '/api/auth/two-factor/generate-backup-codes': z.object({ password: z.string().max(PASSWORD_MAX) }),
  '/api/auth/change-password': z.object({ currentPassword: z.string().max(PASSWORD_MAX), newPassword: z.string().max(PASSWORD_MAX) }),
} as const
type Path = keyof typeof ACTS

const SAYS: Readonly<Record<Path, string>> = {
  '/api/auth/sign-in/email': 'Signs someone in; who has a second factor is asked for its code next.',
  '/api/auth/sign-in/oidc': 'Answers the address at the OpenID Connect provider to go on to.',
  '/api/auth/sign-out': 'Ends this session.',
  '/api/auth/revoke-other-sessions': 'Ends every other session of one’s own.',
  '/api/auth/two-factor/enable': 'Begins to set up a second factor: the secret for an authenticator app, and recovery codes.',
  '/api/auth/two-factor/verify-totp': 'Takes a code of the authenticator app.',
  '/api/auth/two-factor/verify-backup-code': 'Takes a recovery code, which works once.',
  '/api/auth/two-factor/generate-backup-codes': 'Makes new recovery codes; those before end.',
  '/api/auth/change-password': 'Changes one’s own password.',
}

const promised = (path: Path, ...errors: ProblemCode[]) =>
  ({
    permission: 'public',
    says: SAYS[path],
    body: ACTS[path],
    // Of better-auth's own form.
    response: 'application/json',
    otherwise: [400, 401],
    errors: ['foreign-origin', 'media-type', 'busy', 'bug', 'store-error', 'disk-full', ...errors],
  }) satisfies Contract

/** What each act takes and why it is refused. What better-auth refuses, such as a wrong password, it answers in its own form. */
export const AUTH_CONTRACTS: Readonly<Record<Path, Contract>> = {
  '/api/auth/sign-in/email': promised('/api/auth/sign-in/email', 'sign-in-blocked'),
  '/api/auth/sign-in/oidc': {
    ...promised('/api/auth/sign-in/oidc', 'not-found', 'sign-in-blocked', 'provider-away'),
    response: z.strictObject({ url: z.string() }),
  },
  '/api/auth/sign-out': promised('/api/auth/sign-out'),
  '/api/auth/revoke-other-sessions': promised('/api/auth/revoke-other-sessions', 'signed-out'),
  '/api/auth/two-factor/enable': promised('/api/auth/two-factor/enable', 'signed-out', 'sign-in-blocked'),
  '/api/auth/two-factor/verify-totp': promised('/api/auth/two-factor/verify-totp', 'sign-in-blocked'),
  '/api/auth/two-factor/verify-backup-code': promised('/api/auth/two-factor/verify-backup-code', 'sign-in-blocked'),
  '/api/auth/two-factor/generate-backup-codes': promised('/api/auth/two-factor/generate-backup-codes', 'signed-out', 'sign-in-blocked'),
  '/api/auth/change-password': promised('/api/auth/change-password', 'signed-out', 'sign-in-blocked'),
}
type Body = { email?: string; password?: string; currentPassword?: string; newPassword?: string; code?: string; next?: string }

/** Answers a request to /api/auth at the time `now`. */
export async function authDoor(door: Door, request: Request, now: Date): Promise<Response> {
  const traceId = randomUUID()
  if (isBusy()) return busyProblem(traceId)
  const refuse = (status: number, code: ProblemCode, title: string, detail: string, headers: HeadersInit = {}) =>
    problem({ status, code, title, detail }, traceId, headers)
  try {
    const path = new URL(request.url).pathname
    if (request.method !== 'POST' || !Object.hasOwn(ACTS, path))
      return refuse(404, 'not-found', 'Not found', 'There is nothing at this address.')
    if (isForeign(request, door.appUrl)) return refuse(403, 'foreign-origin', 'Foreign origin', 'This request came from another site.')
    if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
      return refuse(415, 'media-type', 'Not understood', 'Send JSON (content-type: application/json).')
    const bytes = await readBody(request, BODY_BYTES_MAX)
    if (bytes === null) return refuse(413, 'too-large', 'Too large', 'At most 10 kB.')
    const parsed = ACTS[path as Path].safeParse(jsonOf(bytes))
    if (!parsed.success) return refuse(422, 'input', 'Not understood', 'Something is missing or too long.')
    return await act(door, { request, path: path as Path, body: parsed.data, now, refuse })
  } catch (error) {
    const failure = failureOf(error)
    appLog().error({ err: error, traceId, ...failure }, 'signing in or out failed')
    return failureProblem(failure, traceId)
  }
}

type Act = {
  request: Request
  path: Path
  body: Body
  now: Date
  refuse: (status: number, code: ProblemCode, title: string, detail: string, headers?: HeadersInit) => Response
}

/** What only who is signed in may do, with their password. */
const OF_ONES_OWN: readonly Path[] = [
  '/api/auth/change-password',
  '/api/auth/two-factor/enable',
  '/api/auth/two-factor/generate-backup-codes',
]

async function act(door: Door, { request, path, body, now, refuse }: Act): Promise<Response> {
  const signedOut = () => refuse(401, 'signed-out', 'Signed out', 'Sign in and try again.')
  if (path === '/api/auth/sign-in/oidc') return goToProvider(door, { request, next: body.next, now, refuse })
  if (path === '/api/auth/sign-out') return pass(door, request, {})
  if (path === '/api/auth/revoke-other-sessions')
    return (await currentSession(door, request.headers)) ? pass(door, request, {}) : signedOut()
  const isCode = path === '/api/auth/two-factor/verify-totp' || path === '/api/auth/two-factor/verify-backup-code'
  const session = isCode || OF_ONES_OWN.includes(path) ? await currentSession(door, request.headers) : null
  const owing = isCode && session === null ? await owingSession(door, request.headers) : null
  const email = session?.email ?? owing?.email ?? body.email
  // Between password and code there is no session: better-auth allows five tries then, and ten in a row per account.
  if (email === undefined) return isCode ? pass(door, request, body) : signedOut()
  // Whoever holds a stolen session may not try passwords or codes without end either.
  const guesser: Guesser = { email, address: clientAddress(request.headers) }
  const blocked = await takeAttempt(door.ledger, guesser, now)
  if (blocked) {
    const detail = `Too many failed sign-ins. Wait ${Math.ceil(blocked.waitSeconds / 60)} minutes, then try again.`
    return refuse(429, 'sign-in-blocked', 'Wait before trying again', detail, { 'retry-after': String(blocked.waitSeconds) })
  }
  // Whoever had the old password and a session is out.
  const response = await pass(door, request, path === '/api/auth/change-password' ? { ...body, revokeOtherSessions: true } : body)
  if (response.ok) await giveAttemptBack(door.ledger, guesser)
  if (response.ok && owing) await payCode(door.ledger, owing.id)
  return response
}

/** Hands better-auth what was understood, and nothing else of the body. */
function pass({ auth }: Door, request: Request, body: object): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  return auth.handler(new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) }))
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
