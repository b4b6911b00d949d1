/** What the loader and a repair of its landing owe each other: one of them at a time, and figures made of what the repair put there. */
import { pause } from '@/platform/retry'

export type Mending = {
  /** Runs `work` while nobody else changes segments. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Runs a build, told whether one is asked for, and whoever asked is answered by how it ends. */
  building<T extends { built: boolean }>(build: (isDue: boolean) => Promise<T>): Promise<T>
  /** Asks for a build of everything that has landed. Resolves when it is published. @throws why it was refused, or that it took too long. */
  built(signal: AbortSignal): Promise<void>
}

const LOOK_MS = 200
const LIMIT_MS = 300_000
/** A build may fail because a segment was replaced while it read, or the disk was full for a moment. */
const FAILURES_MAX = 3

/** Of one landing. */
export function newMending(): Mending {
  let last: Promise<unknown> = Promise.resolve()
  let asked = 0
  let done = 0
  let failures = 0
  let failure: unknown = null
  return {
    alone(work) {
      const turn = last.then(work, work)
      last = turn.catch(() => undefined)
      return turn
    },
    async building(build) {
      const due = asked
      try {
        const result = await build(due > done)
        if (result.built) done = due
        failures = 0
        return result
      } catch (error) {
        failures += 1
        failure = error
        throw error
      }
    },
    async built(signal) {
      asked += 1
      failures = 0
      const mine = asked
      const began = performance.now()
      while (done < mine) {
        if (signal.aborted) throw new Error('it was stopped')
        if (failures >= FAILURES_MAX) throw new Error(failure instanceof Error ? failure.message : String(failure))
        if (performance.now() - began > LIMIT_MS) throw new Error(`no figures were published for ${LIMIT_MS / 60_000} minutes`)
        await pause(LOOK_MS, signal)
      }
    },
  }
}
