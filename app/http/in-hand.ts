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

type InHand = { now: number; second: number; answered: number; answeredBefore: number }

const shared = globalThis as { payledgerInHand?: InHand }

/** Counts from now on. What somebody still sends is not in hand: who sends slowly keeps nobody else out. */
export function countInHand(): void {
  if (shared.payledgerInHand) return
  const inHand: InHand = { now: 0, second: 0, answered: 0, answeredBefore: 0 }
  shared.payledgerInHand = inHand
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    // Files of the app are read and sent, and cost nothing more.
    if (request.url?.startsWith('/_next/')) return
    let counted = false
    const begin = () => {
      counted = !response.destroyed
      if (counted) inHand.now += 1
    }
    if (hasNoBody(request)) begin()
    else request.once('end', begin)
    response.once('close', () => {
      if (!counted) return
      inHand.now -= 1
      if (response.statusCode === 503) return
      keepTime(inHand)
      inHand.answered += 1
    })
  })
}

/** Whether there are more in hand, this one counted, than were answered in a second just now: it would wait for longer than that. */
export function isBusy(): boolean {
  const inHand = shared.payledgerInHand
  if (!inHand) return false
  keepTime(inHand)
  const answered = Math.max(inHand.answered, inHand.answeredBefore)
  return inHand.now > Math.min(Math.max(answered, IN_HAND_MIN), IN_HAND_MAX)
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
