/** A signed-in client of the API, as a benchmark uses it. */

export type Api = (path: string, init?: RequestInit & { version?: number }) => Promise<{ body: Record<string, unknown>; headers: Headers }>

/** The cookie of a session of that person. */
export async function cookieOf(url: string, email: string, password: string): Promise<string> {
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!signedIn.ok) throw new Error(`sign-in failed: ${signedIn.status}`)
  return signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}

/** Signs in and returns a client that throws on every answer that is not a success. */
export async function signIn(url: string, email: string, password: string): Promise<Api> {
  const cookie = await cookieOf(url, email, password)
  return async (path, { version, ...init } = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    headers.set('origin', url)
    if (version !== undefined) headers.set('if-match', `"${version}"`)
    if (typeof init.body === 'string') headers.set('content-type', 'application/json')
    const response = await fetch(`${url}${path}`, { ...init, headers })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`)
    return { body: JSON.parse(text) as Record<string, unknown>, headers: response.headers }
  }
}
