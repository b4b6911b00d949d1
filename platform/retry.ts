/** Waiting and trying again, for ever: the answer of every worker to a store that is away. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from './log'

const PAUSE_MS_MIN = 100
const PAUSE_MS_MAX = 2_000
/** An attempt that lasted this long had succeeded at first: what ends it is a new failure. */
const GOOD_RUN_MS = 30_000

/** Resolves after `ms`, or at once when `signal` is aborted. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> => sleep(ms, undefined, signal && { signal }).catch(() => undefined)

/** How long to wait after so many failures in a row: twice as long each time, from `firstMs` after none up to `mostMs`. */
export const backOffMs = (failures: number, firstMs: number, mostMs: number): number => Math.min(firstMs * 2 ** failures, mostMs)

export type Patience = {
  what: string
  log: Logger
  signal: AbortSignal
  /** Called with each failure, for the process's heartbeat. */
  onError?: (error: unknown) => void
  /** A failure that trying again cannot cure is thrown. */
  isFinal?: (error: unknown) => boolean
}

/**
 * Runs `attempt` until it succeeds, waiting 0.1 to 2 s in between.
 * @throws what `isFinal` names, or the last failure once `signal` is aborted.
 */
export async function untilDone<T>(attempt: () => Promise<T>, { what, log, signal, onError, isFinal }: Patience): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const began = performance.now()
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || isFinal?.(error)) throw error
      onError?.(error)
      if (performance.now() - began > GOOD_RUN_MS) tries = 0
      // Once per outage and then now and again; a line per try would bury everything else.
      if (tries % 30 === 0) log.warn({ err: error, tries: tries + 1 }, `${what} failed; it is tried again`)
      await pause(backOffMs(tries, PAUSE_MS_MIN, PAUSE_MS_MAX), signal)
      if (signal.aborted) throw error
    }
  }
}
