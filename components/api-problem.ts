/** What the server answers when it does not do what was asked (RFC 9457), and what is known when no answer came. */

/** One thing wrong with the input. `row` counts from 1 in a file; both are absent when it concerns the whole. */
export type InputError = { row?: number; field?: string; reason: string }

/** One field of a conflict: what the person saw, and what is there now. */
export type ChangedField = { field: string; seen: unknown; now: unknown }

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string | null,
    readonly traceId: string | null,
    readonly errors: readonly InputError[],
    /** The whole body, for members of a problem's own type (`current`, `changed` …). */
    readonly body: Readonly<Record<string, unknown>>,
    readonly retryAfterMs: number | null,
  ) {
    super(detail ?? title)
  }

  /** The differences of a 412, or null when this is no conflict. */
  get changed(): readonly ChangedField[] | null {
    return this.status === 412 && Array.isArray(this.body.changed) ? (this.body.changed as ChangedField[]) : null
  }
}

/** The connection was lost before an answer came: whether it was done is unknown, and only asking again with the same key can tell. */
export class ApiLost extends Error {
  override readonly name = 'ApiLost'
}

/** Reads a failed answer; bodies that are no problem+json still give a problem with a plain sentence. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readBody(response)
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null)
  return new ApiProblem(
    response.status,
    text('type') ?? 'about:blank',
    text('title') ?? text('message') ?? plainTitle(response.status),
    text('detail'),
    text('traceId') ?? response.headers.get('x-trace-id'),
    Array.isArray(body.errors) ? (body.errors as unknown[]).filter(isInputError) : [],
    body,
    retryAfterMs(response.headers.get('retry-after')),
  )
}

async function readBody(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isInputError(value: unknown): value is InputError {
  return typeof value === 'object' && value !== null && typeof (value as { reason?: unknown }).reason === 'string'
}

function retryAfterMs(header: string | null): number | null {
  const seconds = Number(header)
  return header === null || !Number.isFinite(seconds) ? null : seconds * 1_000
}

function plainTitle(status: number): string {
  if (status === 401) return 'You are not signed in'
  if (status === 403) return 'You are not allowed to do this'
  if (status === 404) return 'This does not exist, or you do not have access to it'
  if (status === 429) return 'Too many requests. Wait a moment, then try again.'
  return status >= 500 ? 'The server could not do this' : 'This request was refused'
}
