/** A request as a span: the first of its trace, or below the one that a proxy in front has begun. */
import { readTraceparent } from '@/platform/trace-context'
import { tracingNow } from '@/platform/tracing'

/** Answers within a span that is named by the route, and says nothing of what stood in its place. */
export async function traceRoute(
  request: Request,
  params: Promise<unknown> | undefined,
  answer: () => Promise<Response>,
): Promise<Response> {
  const tracing = tracingNow()
  if (!tracing) return answer()
  const { method } = request
  // Of a route without parameters Next hands over nothing at all.
  const route = routeOf(new URL(request.url).pathname, await params)
  const is = { name: `${method} ${route}`, kind: 'server', attributes: { 'http.request.method': method, 'http.route': route } } as const
  return tracing.inSpan(is, readTraceparent(request.headers.get('traceparent')), answer, ({ status }) => ({
    'http.response.status_code': status,
    ...(status >= 500 && { 'error.type': String(status) }),
  }))
}

/** A part of a path that is an id, whatever Next says of it. */
const ID = /^(?=.*\d)[0-9a-z-]{12,}$/i

/** The path with the names of its parameters in their places. */
export function routeOf(path: string, params: unknown): string {
  const names = new Map(Object.entries(params ?? {}).flatMap(([name, value]) => [value].flat().map((each) => [String(each), name])))
  const nameOf = (part: string): string => {
    const name = names.get(decoded(part)) ?? names.get(part)
    return name === undefined ? (ID.test(part) ? '{id}' : part) : `{${name}}`
  }
  return path.split('/').map(nameOf).join('/')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
