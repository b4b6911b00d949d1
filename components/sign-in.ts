/** Signs in with a password, and a code where a second factor is set up: from the sign-in page and where a session has ended. */

/** Signed in, a code is asked for next, or refused with one sentence. */
export type SignedIn = 'in' | 'code' | { refused: string }

/** It never says which of the two was wrong. */
export const signIn = (email: string, password: string): Promise<SignedIn> =>
  ask('sign-in/email', { email, password }, 'The e-mail address or the password is wrong.')

/** Six digits of the authenticator app, or a recovery code, which works once. */
export function sendCode(code: string): Promise<SignedIn> {
  const digits = code.replace(/\s/g, '')
  const isOfApp = /^\d{6}$/.test(digits)
  const path = isOfApp ? 'two-factor/verify-totp' : 'two-factor/verify-backup-code'
  return ask(
    path,
    { code: isOfApp ? digits : code.trim() },
    'This code is wrong or has been used. If your phone’s clock is off, so are its codes.',
  )
}

/** Where the OpenID Connect provider asks who it is, on the way to `next`; or why nobody is led there. */
export async function askProvider(next: string): Promise<{ url: string } | { refused: string }> {
  const answer = await post('sign-in/oidc', { next }, '')
  return 'refused' in answer ? answer : { url: String(answer.said.url) }
}

async function ask(path: string, body: object, wrong: string): Promise<SignedIn> {
  const answer = await post(path, body, wrong)
  if ('refused' in answer) return answer
  return answer.said.twoFactorRedirect === true ? 'code' : 'in'
}

type Said = { detail?: unknown; twoFactorRedirect?: unknown; code?: unknown; url?: unknown }

async function post(path: string, body: object, wrong: string): Promise<{ said: Said } | { refused: string }> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  if (response === null) return { refused: 'The server cannot be reached. Try again in a moment.' }
  const said = (await response.json().catch(() => ({}))) as Said
  return response.ok ? { said } : { refused: refusalOf(response.status, said, wrong) }
}

/** better-auth says why by a code, our own door in a sentence (RFC 9457): too many tries, a page of another address. */
function refusalOf(status: number, { code, detail }: { code?: unknown; detail?: unknown }, wrong: string): string {
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return 'This took too long, or too many codes were wrong. Sign in again from the start.'
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return 'Too many wrong codes. Wait 15 minutes, then try again.'
  if (wrong && (status === 401 || status === 400 || status === 422)) return wrong
  // Of a provider that does not answer (503) our own door knows more.
  return (status < 500 || status === 503) && typeof detail === 'string' ? detail : 'You cannot sign in right now. Try again in a moment.'
}
