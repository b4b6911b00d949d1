/** Finds out how a money action ended, however often the connection is lost on the way, and says so when it cannot be found out. */
import { ApiLost, ApiProblem } from './api-problem'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** A restart of everything takes 12 s, of a database that recovers about a minute. Who waits longer wants to know that it is down. */
const GIVE_UP_MS = 120_000
/** Still running elsewhere (409 with Retry-After), or a server that is restarting: neither says that it failed. */
const UNDECIDED = new Set([502, 503, 504])
/** Nothing was saved, and asking again does not make room. */
const DISK_FULL = 'urn:payledger:problem:disk-full'

export type Settling = {
  /** Called with true when the outcome becomes unknown. */
  onUnknown: (unknown: boolean) => void
  /** Resolves after so many milliseconds; rejects when the person gives up waiting. */
  wait: (ms: number) => Promise<void>
}

/** It was asked for two minutes, and nobody could say whether it was done. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled'
}

/**
 * Runs `attempt` until the server says yes or no, for two minutes of waiting at most. Every try must carry the same idempotency key, so that trying
 * again only asks for the answer and never does the thing twice. A refusal is thrown as it is (`ApiProblem`).
 * @throws Unsettled when there was no answer in that time; the same key may be used to ask later.
 */
export async function settle<T>(attempt: () => Promise<T>, { onUnknown, wait }: Settling): Promise<T> {
  let waitedMs = 0
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const pauseMs = pauseAfter(error, tries)
      if (pauseMs === null) throw error
      if (waitedMs + pauseMs > GIVE_UP_MS) throw new Unsettled('No answer for two minutes.', { cause: error })
      onUnknown(true)
      await wait(pauseMs)
      waitedMs += pauseMs
    }
  }
}

function pauseAfter(error: unknown, tries: number): number | null {
  const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS)
  if (error instanceof ApiLost) return backOffMs
  if (!(error instanceof ApiProblem) || error.type === DISK_FULL) return null
  if (error.status === 409 && error.retryAfterMs !== null) return Math.max(error.retryAfterMs, FIRST_WAIT_MS)
  return UNDECIDED.has(error.status) ? Math.max(error.retryAfterMs ?? 0, backOffMs) : null
}
