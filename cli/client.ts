/** Asks the server. A change whose answer is lost is asked again with the same idempotency key: it is not done twice. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ApiRoute } from '@/app/call-api'
import type { Access } from './access'
import { Refusal } from './failures'

const TRIES_MAX = 6
const SILENCE_MS_MAX = 120_000

export type Request = {
  id?: string
  query?: Readonly<Record<string, string>>
  body?: unknown
  form?: FormData
  ifMatch?: number
  /** Of a change. */
  key: string | null
}

/** @throws Refusal when the server says no, Error when it cannot be reached. */
export async function ask({ url, apiKey }: Access, route: ApiRoute, request: Request, say: (line: string) => void): Promise<Response> {
  const [method = 'GET', path = ''] = route.split(' ')
  const query = new URLSearchParams(request.query).toString()
  const address = `${url}${path.replace('[id]', encodeURIComponent(request.id ?? ''))}${query ? `?${query}` : ''}`
  const init: RequestInit = {
    method,
    headers: headersOf(apiKey, request),
    body: request.form ?? (request.body === undefined ? null : JSON.stringify(request.body)),
  }
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(SILENCE_MS_MAX) }).catch((error: unknown) => {
      if (attempt >= TRIES_MAX) throw new Error(`${url} cannot be reached: ${reasonOf(error)}`)
      return null
    })
    const waitMs = answer === null ? attempt * 500 : retryMs(answer)
    if (answer?.ok) return answer
    if (answer && (waitMs === null || attempt >= TRIES_MAX)) throw new Refusal(answer.status, await bodyOf(answer))
    say(
      answer === null
        ? `No answer from ${url}. Asking again…`
        : `The server is busy. Asking again in ${Math.ceil((waitMs ?? 0) / 1_000)} s…`,
    )
    await pause(waitMs ?? 0)
  }
}

function headersOf(apiKey: string, { body, ifMatch, key }: Request): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key !== null && { 'idempotency-key': key }),
    ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
  }
}

/** How long to wait before what was not done may be asked again; null of an answer that stays. */
function retryMs({ status, headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (status !== 503 && status !== 429 && status !== 409) return null
  return Number.isFinite(seconds) ? seconds * 1_000 : status === 503 ? 2_000 : null
}

async function bodyOf(answer: Response): Promise<Refusal['body']> {
  const body: unknown = await answer.json().catch(() => null)
  return typeof body === 'object' && body !== null ? body : { title: `The server answered with ${answer.status}.` }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error)
