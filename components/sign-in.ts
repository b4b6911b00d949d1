/** Signs in with a password, from the sign-in page and where a session has ended. */

/** Null when it worked, else one sentence. It never says which of the two was wrong. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const response = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }).catch(() => null)
  if (response === null) return 'The server cannot be reached. Try again in a moment.'
  if (response.ok) return null
  if (response.status === 401) return 'The e-mail address or the password is wrong.'
  if (response.status >= 500) return 'You cannot sign in right now. Try again in a moment.'
  return (await sentenceIn(response)) ?? 'You cannot sign in right now. Try again in a moment.'
}

/** What the server says of a refusal (RFC 9457): too many tries, a page of another address. */
async function sentenceIn(response: Response): Promise<string | null> {
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: unknown }
  return typeof detail === 'string' ? detail : null
}
