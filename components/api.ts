/** The browser's way to the HTTP API: JSON in and out, problems as `ApiProblem`, a lost connection as `ApiLost`. */
import { ApiLost, readProblem } from './api-problem'

export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a FormData is sent as it is. */
  body?: unknown
  /** Made by the caller when the dialog opened, the same for every try of one intention. */
  idempotencyKey?: string
  /** The version that was seen. */
  ifMatch?: number | string
  signal?: AbortSignal
}

export type ApiAnswer<T> = {
  status: number
  data: T
  /** The version without its quotes, to be sent back as `ifMatch`. */
  etag: string | null
  /** For a search that must see this change. */
  changeToken: string | null
  /** The stored answer of an earlier try. */
  replayed: boolean
}

/** The longest command has a minute in the ledger. A server that is silent for longer than this has not heard us, or is frozen. */
const SILENCE_MS_MAX = 90_000

type SignInAgain = () => Promise<boolean>
let signInAgain: SignInAgain | null = null

/** The dialog that asks to sign in again; without one a 401 is an ordinary problem. Returns how to take it away. */
export function onSessionExpired(ask: SignInAgain): () => void {
  signInAgain = ask
  return () => {
    if (signInAgain === ask) signInAgain = null
  }
}

/**
 * Calls the API. After a 401 it waits for the person to sign in again and repeats the call with the same key.
 * @throws ApiProblem when the server refused, ApiLost when no answer came, the signal's reason when aborted
 */
export async function api(path: string, request: ApiRequest = {}): Promise<ApiAnswer<unknown>> {
  const response = await send(path, request)
  if (response.status === 401 && signInAgain && (await signInAgain())) return read(await send(path, request))
  return read(response)
}

async function send(path: string, { method = 'GET', body, idempotencyKey, ifMatch, signal }: ApiRequest): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  const form = body instanceof FormData
  if (body !== undefined && !form) headers.set('content-type', 'application/json')
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  if (ifMatch !== undefined) headers.set('if-match', `"${ifMatch}"`)
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : form ? body : JSON.stringify(body),
      // An upload lasts as long as its file needs.
      signal: form ? (signal ?? null) : AbortSignal.any([AbortSignal.timeout(SILENCE_MS_MAX), ...(signal ? [signal] : [])]),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiLost('The connection was lost before PayLedger answered.', { cause: error })
  }
}

async function read(response: Response): Promise<ApiAnswer<unknown>> {
  if (!response.ok) throw await readProblem(response)
  return {
    status: response.status,
    data: await readData(response),
    etag: response.headers.get('etag')?.replace(/^W\//, '').replaceAll('"', '') ?? null,
    changeToken: response.headers.get('x-change-token'),
    replayed: response.headers.get('idempotent-replayed') === 'true',
  }
}

async function readData(response: Response): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (error) {
    // The head came, the rest did not: what was done is as unknown as without any answer.
    throw new ApiLost('The connection was lost before the answer was complete.', { cause: error })
  }
  return text === '' ? null : JSON.parse(text)
}
