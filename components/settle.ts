/** Finds out how a money action ended, however often the connection is lost on the way. */
import { ApiLost, ApiProblem } from './api-problem'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** Still running elsewhere (409 with Retry-After), or a server that is restarting: neither says that it failed. */
const UNDECIDED = new Set([502, 503, 504])

export type Settling = {
  /** Called with true when the outcome becomes unknown. */
  onUnknown: (unknown: boolean) => void
  /** Resolves after so many milliseconds; rejects when the person gives up waiting. */
  wait: (ms: number) => Promise<void>
}

/**
 * Runs `attempt` until the server says yes or no. Every try must carry the same idempotency key, so that trying again
 * only asks for the answer and never does the thing twice. A refusal is thrown as it is (`ApiProblem`).
 */
export async function settle<T>(attempt: () => Promise<T>, { onUnknown, wait }: Settling): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const pauseMs = pauseAfter(error, tries)
      if (pauseMs === null) throw error
      onUnknown(true)
      await wait(pauseMs)
    }
  }
}

function pauseAfter(error: unknown, tries: number): number | null {
  const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS)
  if (error instanceof ApiLost) return backOffMs
  if (!(error instanceof ApiProblem)) return null
  if (error.status === 409 && error.retryAfterMs !== null) return Math.max(error.retryAfterMs, FIRST_WAIT_MS)
  return UNDECIDED.has(error.status) ? Math.max(error.retryAfterMs ?? 0, backOffMs) : null
}
