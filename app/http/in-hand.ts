/**
 * How many requests this process is answering just now. Beyond what it can answer soon, a request is refused at once: an answer that comes too late is none,
 * and holds up all others.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** 20 people who click at the same moment are no overload. */
const IN_HAND_MIN = 20
const IN_HAND_MAX = 100
/** After so many seconds whoever was refused may come again. */
export const COME_AGAIN_SECONDS = 2

/** Whose answer has begun and takes longer than this is reading it slowly, such as a large file. */
const SENDING_MS_MAX = 10_000

type InHand = { all: Map<ServerResponse, number>; second: number; answered: number; answeredBefore: number }

const shared = globalThis as { payledgerInHand?: InHand }

/** Counts from now on. What somebody still sends or reads is not in hand: who is slow keeps nobody else out. */
export function countInHand(): void {
  if (shared.payledgerInHand) return
  const inHand: InHand = { all: new Map(), second: 0, answered: 0, answeredBefore: 0 }
  shared.payledgerInHand = inHand
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    // Files of the app are read and sent, and cost nothing more.
    if (request.url?.startsWith('/_next/')) return
    const begin = () => {
      if (!response.destroyed) inHand.all.set(response, performance.now())
    }
    if (hasNoBody(request)) begin()
    else request.once('end', begin)
    response.once('close', () => {
      if (!inHand.all.delete(response) || response.statusCode === 503) return
      keepTime(inHand)
      inHand.answered += 1
    })
  })
}

/** How many there are. A stream of events goes on for as long as somebody looks, and is answered already. */
export const requestsInHand = (): number => [...(shared.payledgerInHand?.all.keys() ?? [])].filter((each) => !isStream(each)).length

const isStream = (answer: ServerResponse): boolean => String(answer.getHeader('content-type')).startsWith('text/event-stream')

/** Whether there are more in hand, this one counted, than were answered in a second just now: it would wait for longer than that. */
export function isBusy(): boolean {
  const inHand = shared.payledgerInHand
  if (!inHand) return false
  keepTime(inHand)
  const answered = Math.max(inHand.answered, inHand.answeredBefore)
  const limit = Math.min(Math.max(answered, IN_HAND_MIN), IN_HAND_MAX)
  if (inHand.all.size <= limit) return false
  const now = performance.now()
  return (
    [...inHand.all].filter(([answer, since]) => !answer.headersSent || (!isStream(answer) && now - since < SENDING_MS_MAX)).length > limit
  )
}

function keepTime(inHand: InHand): void {
  const second = Math.floor(performance.now() / 1_000)
  if (second === inHand.second) return
  inHand.answeredBefore = second === inHand.second + 1 ? inHand.answered : 0
  inHand.answered = 0
  inHand.second = second
}

const hasNoBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
