/** The way to the OpenID Connect provider and back. What the provider's answer leads to is a path of ours, whatever it says. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CALLBACK_PATH, isProviderAway, type Oidc } from '@/access/oidc'
import type { SessionKeeper } from '@/access/session'
import { type Guesser, giveAttemptBack, takeAttempt } from '@/access/sign-in-limit'
import type { ReturnProblem } from '../sign-in/return-problems'
import { safeNext } from '../sign-in/safe-next'
import { clientAddress } from './client-address'
import type { Contract } from './contract'
import { isBusy } from './in-hand'
import { appLog } from './log'
import { busyProblem, type ProblemCode, problem } from './problem'

type Door = Pick<SessionKeeper, 'ledger'> & { appUrl: string; oidc?: Oidc | null }
type Refuse = (status: number, code: ProblemCode, title: string, detail: string, headers?: HeadersInit) => Response

/** What providers add beside it is dropped (RFC 6749, section 4.1.2). */
const QUERY = z.object({
  state: z.string().regex(/^[\w-]{1,200}$/),
  code: z.string().min(1).max(4_000).optional(),
  error: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional(),
  iss: z.string().max(500).optional(),
})

/** Back from the provider. */
export const RETURN_CONTRACTS: Readonly<Record<string, Contract>> = {
  [CALLBACK_PATH]: { permission: 'public', query: QUERY, response: 'text/html', statuses: [302], errors: ['not-found', 'busy'] },
}

/** How many begin is counted by address only: whose account it is, the provider says later. */
const guesserOf = (headers: Headers): Guesser => ({ email: null, address: clientAddress(headers) })

/** Answers with the address at the provider to which the browser goes on. */
export async function goToProvider(
  { ledger, appUrl, oidc }: Door,
  { request, next, now, refuse }: { request: Request; next: string | undefined; now: Date; refuse: Refuse },
): Promise<Response> {
  if (!oidc) return refuse(404, 'not-found', 'Not found', 'There is nothing at this address.')
  const guesser = guesserOf(request.headers)
  const blocked = await takeAttempt(ledger, guesser, now)
  if (blocked) {
    const detail = `Too many failed sign-ins. Wait ${Math.ceil(blocked.waitSeconds / 60)} minutes, then try again.`
    return refuse(429, 'sign-in-blocked', 'Wait before trying again', detail, { 'retry-after': String(blocked.waitSeconds) })
  }
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  try {
    const answer = await oidc.begin(headers, backTo(appUrl, { next: safeNext(next) }))
    if (answer.status === 403) return refuse(403, 'foreign-origin', 'Foreign origin', 'This request came from another site.')
    if (!answer.ok) throw new Error(`better-auth begins no sign-in: ${answer.status} ${await answer.text()}`)
    const { url } = (await answer.json()) as { url: string }
    return withCookies(answer, Response.json({ url }, { headers: { 'cache-control': 'no-store' } }))
  } catch (error) {
    if (!isProviderAway(error)) throw error
    appLog().warn({ err: error }, 'the OpenID Connect provider is not to be used')
    await giveAttemptBack(ledger, guesser)
    const detail = `You cannot use ${oidc.name} now, because it does not answer. Use your password, or try again in a moment.`
    return refuse(503, 'provider-away', 'Not available right now', detail)
  }
}

/** Takes what the provider says of somebody, and leads them to the sign-in page, which lets them on or says why not. */
export async function comeFromProvider(door: Door, request: Request): Promise<Response> {
  const traceId = randomUUID()
  if (isBusy()) return busyProblem(traceId)
  const { oidc, appUrl, ledger } = door
  const { pathname, searchParams } = new URL(request.url)
  if (!oidc || pathname !== CALLBACK_PATH)
    return problem({ status: 404, code: 'not-found', title: 'Not found', detail: 'There is nothing at this address.' }, traceId)
  const query = QUERY.safeParse(Object.fromEntries(searchParams))
  const isTwice = Object.keys(QUERY.shape).some((name) => searchParams.getAll(name).length > 1)
  if (!query.success || isTwice) return leadTo(backTo(appUrl, { problem: 'provider' }))
  try {
    const answer = await oidc.finish(request.headers, query.data as Record<string, string>)
    const location = new URL(answer.headers.get('location') ?? '/sign-in?error=none', appUrl)
    const next = safeNext(location.searchParams.get('next') ?? undefined)
    const error = location.searchParams.get('error')
    if (error !== null) {
      appLog().info({ traceId, error }, 'a sign-in by OpenID Connect was refused')
      return withCookies(answer, leadTo(backTo(appUrl, { next, problem: problemOf(error) })))
    }
    await giveAttemptBack(ledger, guesserOf(request.headers))
    return withCookies(answer, leadTo(backTo(appUrl, { next })))
  } catch (error) {
    appLog().error({ err: error, traceId }, 'signing in by OpenID Connect failed')
    return leadTo(backTo(appUrl, { problem: 'provider' }))
  }
}

/** better-auth's words and the provider's own (RFC 6749, section 4.1.2.1). */
const PROBLEMS: Readonly<Record<string, ReturnProblem>> = {
  access_denied: 'cancelled',
  signup_disabled: 'unknown',
  no_account: 'unknown',
  account_not_linked: 'unconfirmed',
  email_not_found: 'unconfirmed',
  linked_elsewhere: 'linked-elsewhere',
  unable_to_link_account: 'linked-elsewhere',
  state_not_found: 'expired',
  state_mismatch: 'expired',
  state_invalid: 'expired',
}
const problemOf = (error: string): ReturnProblem => (Object.hasOwn(PROBLEMS, error) && PROBLEMS[error]) || 'provider'

function backTo(appUrl: string, { next = '/', problem }: { next?: string; problem?: ReturnProblem }): string {
  const url = new URL('/sign-in', appUrl)
  if (next !== '/') url.searchParams.set('next', next)
  if (problem) url.searchParams.set('problem', problem)
  return url.href
}

const leadTo = (location: string): Response => new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })

function withCookies(from: Response, to: Response): Response {
  for (const cookie of from.headers.getSetCookie()) to.headers.append('set-cookie', cookie)
  return to
}
