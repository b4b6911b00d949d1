/** Whether a request was made by another site's page, with the cookie of somebody who is signed in here. */

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Judged by the app's own address and not by the Host header, which whoever stands between may have set. A browser says by `Sec-Fetch-Site` that a
 * request is its page's own; a client that is no browser sends neither header, and has no cookie that another site could use.
 */
export function isForeign({ method, headers }: Pick<Request, 'method' | 'headers'>, appUrl: string): boolean {
  if (SAFE.has(method)) return false
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return true
  const origin = headers.get('origin')
  if (origin === null) return false
  return !URL.canParse(origin) || new URL(origin).origin !== new URL(appUrl).origin
}
