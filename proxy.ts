/**
 * Gives every page its own Content-Security-Policy nonce, and puts off whoever asks for one while too much is being asked. It authorises nothing: that happens
 * where the data is read.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { COME_AGAIN_SECONDS, isBusy } from './app/http/in-hand'
import { readConfig } from './platform/config'

/** A year, as browsers remember it. */
const HTTPS_ONLY = 'max-age=31536000'

export function proxy(request: NextRequest): NextResponse {
  if (isBusy() && !isAskedByPage(request)) return busyPage()
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Where to come back to after signing in; layouts cannot know it otherwise.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  // Next reads the nonce for its own scripts from the policy on the request.
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  // Whoever has once opened it by https never asks by http again, where somebody between could answer. Its neighbours are not ours to decide on.
  if (readConfig('APP_URL').APP_URL.startsWith('https:')) response.headers.set('strict-transport-security', HTTPS_ONLY)
  return response
}

/** What an open page asks for is answered: refused, the browser would leave that page, and what somebody has typed in it. */
const isAskedByPage = ({ headers }: NextRequest): boolean => headers.get('sec-fetch-dest') === 'empty'

/** It asks again by itself, and reads nothing. */
function busyPage(): NextResponse {
  const page = `<!doctype html><html lang="en" style="color-scheme: light dark"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Busy · PayLedger</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<main><h1 style="font-size: 1.25rem">PayLedger is busy</h1>
<p>Too much is being asked at the moment. This page asks again by itself in ${COME_AGAIN_SECONDS} seconds. Nothing was lost.</p></main></body></html>`
  return new NextResponse(page, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(COME_AGAIN_SECONDS),
      // Browsers heed it as they heed a meta element of that name.
      refresh: String(COME_AGAIN_SECONDS),
      'content-security-policy': "default-src 'none'; style-src-attr 'unsafe-inline'; frame-ancestors 'none'",
    },
  })
}

export const config = {
  matcher: [{ source: '/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)' }],
}

function contentSecurityPolicy(nonce: string): string {
  // React's development build rebuilds server stacks with eval, and its overlay writes style elements without a nonce.
  const development = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // style="" attributes carry positions and bar lengths into the first HTML; they cannot load or run anything.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
