/** A process's own small server: `/metrics`, `/health/live` and `/health/ready`. It reads, and nothing else; it is not for the public. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from '@/platform/log'
import { within } from '@/platform/within'
import type { Address, ServedProcess } from './address'
import type { Samples } from './metrics'
import { type Exposition, exposition } from './registry'

export type ServeOptions = {
  process: ServedProcess
  version: string
  /** Null: it serves nothing. */
  address: Address | null
  /** What it knows of itself; cheap, for it is asked at each scrape. */
  read: () => Samples | Promise<Samples>
  /** Why it does not get on with its work, a sentence each; none while it does. */
  problems: () => readonly string[] | Promise<readonly string[]>
  /** Failures it has met since it began. */
  failures: () => number
  log: Logger
  /** Told that the port is taken. */
  onError: (error: unknown) => void
}

export type Served = { stop(): Promise<void> }

const AGAIN_MS = 10_000
/** Whoever asks gives up after 10 s, as Prometheus does. */
const ANSWER_MS = 5_000
const CONNECTIONS_MAX = 32
const NO_ANSWER = ['It has not said within 5 s how it does.']

/** Serves until stopped. A port that is taken is no reason to leave people unpaid: the process goes on, says so once, and tries again. */
export function serveMetrics(options: ServeOptions): Served {
  const { address, process, log, onError } = options
  if (address === null) return { stop: async () => undefined }
  const { host, port } = address
  const server = listener(options)
  let timer: NodeJS.Timeout | undefined
  let isSaid = false
  const listen = () => server.listen(port, host)
  server.on('error', (error: NodeJS.ErrnoException) => {
    timer = setTimeout(listen, AGAIN_MS)
    timer.unref()
    if (isSaid) return
    isSaid = true
    const sentence = portSentence(process, address, error)
    log.error({ code: error.code, host, port }, sentence)
    onError(new Error(sentence))
  })
  server.on('listening', () => {
    isSaid = false
    log.info({ host, port }, 'metrics and health are served')
  })
  server.unref()
  listen()
  return {
    stop: async () => {
      clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** One clear sentence for who has to mend it. */
function portSentence(process: ServedProcess, { host, port }: Address, { code, message }: NodeJS.ErrnoException): string {
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${code ?? message})`
  return `Port ${port} on ${host} ${why}: ${process} goes on with its work, but serves no metrics and no health until it is free (METRICS_PORT).`
}

function listener({ process, version, read, problems, failures }: ServeOptions): Server {
  const judged = () => within(ANSWER_MS, Promise.resolve().then(problems), NO_ANSWER)
  const metrics = exposition(process, async () => {
    const [known, found] = await Promise.all([within(ANSWER_MS, Promise.resolve().then(read), {}), judged()])
    return {
      ...known,
      payledger_process_info: [{ labels: { process, version }, value: 1 }],
      payledger_ready: [{ labels: { process }, value: found.length === 0 ? 1 : 0 }],
      payledger_failures_total: [{ labels: { process }, value: failures() }],
    }
  })
  const server = createServer({ requestTimeout: ANSWER_MS, headersTimeout: ANSWER_MS }, (request, response) => {
    request.resume() // whatever is sent is not read
    answer(request, response, metrics, judged).catch(() => send(response, 500, 'text/plain', 'It could not be read.\n'))
  })
  server.maxConnections = CONNECTIONS_MAX
  server.on('clientError', (_, socket) => socket.destroy())
  return server
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  metrics: Exposition,
  judged: () => Promise<readonly string[]>,
): Promise<void> {
  const path = request.url?.split('?')[0]
  if (path !== '/metrics' && path !== '/health/live' && path !== '/health/ready')
    return send(response, 404, 'text/plain', 'There are /metrics, /health/live and /health/ready.\n')
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'It is only read.\n')
  if (path === '/metrics') return send(response, 200, metrics.contentType, await metrics.text())
  if (path === '/health/live') return sendJson(response, 200, { status: 'live' })
  const problems = await judged()
  sendJson(response, problems.length === 0 ? 200 : 503, { status: problems.length === 0 ? 'ready' : 'not ready', problems })
}

const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`)

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
