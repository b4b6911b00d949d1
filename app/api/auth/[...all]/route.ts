import { randomUUID } from 'node:crypto'
import { isSignInBlocked, recordSignInFailure } from '@/access/sign-in-limit'
import { problem } from '@/app/http/problem'
import { server } from '@/app/http/server'

export const GET = (request: Request): Promise<Response> => server().auth.handler(request)

/** Sign-in is limited per account; everything else is better-auth's own. */
export async function POST(request: Request): Promise<Response> {
  const { auth, ledger } = server()
  if (!new URL(request.url).pathname.endsWith('/sign-in/email')) return auth.handler(request)
  const email = await emailOf(request.clone())
  if (email !== null && (await isSignInBlocked(ledger, email))) {
    const detail = 'Too many failed sign-ins for this address. Wait ten minutes.'
    return problem({ status: 429, code: 'sign-in-blocked', title: 'Wait before trying again', detail }, randomUUID(), {
      'retry-after': '600',
    })
  }
  const response = await auth.handler(request)
  if (response.status === 401 && email !== null) await recordSignInFailure(ledger, email)
  return response
}

async function emailOf(request: Request): Promise<string | null> {
  const body: unknown = await request.json().catch(() => null)
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : null
  return typeof email === 'string' && email.length <= 320 ? email : null
}
