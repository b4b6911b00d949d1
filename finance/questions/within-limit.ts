/** No question keeps the engine busy for longer than it may, or for somebody who has left. */
import type { Connection } from '../duckdb'

/** A question that was stopped because it took too long. */
export class AskedTooMuch extends Error {
  override name = 'AskedTooMuch'
  constructor(readonly limitMs: number) {
    super(`the question took longer than ${limitMs / 1_000} s and was stopped`)
  }
}

/** Does `work` on the connection, and stops what it asks after so long. @throws AskedTooMuch, or what `work` throws. */
export async function withinLimit<T>(connection: Connection, limitMs: number, work: () => Promise<T>): Promise<T> {
  let stopped = false
  // What is asked next would begin anew: it is stopped again until the work has given up.
  const stop = () => {
    stopped = true
    connection.interrupt()
  }
  const late = setTimeout(() => {
    stop()
    again = setInterval(stop, AGAIN_MS)
  }, limitMs)
  let again: NodeJS.Timeout | undefined
  try {
    return await work()
  } catch (error) {
    throw stopped ? new AskedTooMuch(limitMs) : error
  } finally {
    clearTimeout(late)
    clearInterval(again)
  }
}

const AGAIN_MS = 50
