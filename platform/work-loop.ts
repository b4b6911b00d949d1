/** The loop of a process that has something to do again and again. */
import { pause } from './retry'

export type WorkLoop = {
  /** Resolves when the step that is being done has ended. */
  stop(): Promise<void>
  onError(listener: (error: unknown) => void): void
}

/** Does `step` until it is stopped, and waits in between as many milliseconds as it says. It must not throw: what fails it tells `failed`, and goes on. */
export function workLoop(step: (failed: (error: unknown) => void) => Promise<number>): WorkLoop {
  const stopping = new AbortController()
  let listener: (error: unknown) => void = () => undefined
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) await pause(await step((error) => listener(error)), stopping.signal)
  }
  const ended = loop()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
    onError: (next) => {
      listener = next
    },
  }
}
