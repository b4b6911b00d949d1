/** Where to go after signing in: a path of this site, never another one (an open redirect), never the sign-in page or the API. */
const BASE = 'http://here.invalid'

/** @param next the parameter as it came; anything unfit gives the start page */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/') || /^\/[/\\]/.test(next) || !URL.canParse(next, BASE)) return '/'
  const { origin, pathname, search, hash } = new URL(next, BASE)
  // Parsing drops tabs and line breaks, so what could be taken for "//host" by a browser is seen here, after it.
  if (origin !== BASE || pathname.startsWith('//') || /^\/(sign-in|api)(\/|$)/.test(pathname)) return '/'
  return `${pathname}${search}${hash}`
}
