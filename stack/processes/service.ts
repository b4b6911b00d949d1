import { type Child, type ChildOptions, startChild } from './child'

export type Service = { readonly pid: number | null; stop(limitMs?: number): Promise<void> }

const PAUSE_MS_MIN = 500
const PAUSE_MS_MAX = 10_000
/** A run this long counts as a good one: the next failure is answered quickly again. */
const GOOD_RUN_MS = 30_000

/** Keeps a process running: when it ends by itself it is started again, after a pause that doubles from 0.5 to 10 s. */
export function keepRunning(name: string, options: ChildOptions, say: (line: string) => void): Service {
  let child: Child | null = null
  let pauseMs = PAUSE_MS_MIN
  let timer: NodeJS.Timeout | undefined
  let wanted = true

  function start(): void {
    const began = performance.now()
    const started = startChild(options)
    child = started
    void started.ended.then((how) => {
      if (!wanted) return
      if (performance.now() - began > GOOD_RUN_MS) pauseMs = PAUSE_MS_MIN
      // Said for the first failure of a row only: a process that cannot start would fill the terminal.
      if (pauseMs === PAUSE_MS_MIN)
        say(`${name}: ${how}; it is started again. ${complaintIn(started.tail())} (all of it in ${options.logFile})`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)
    })
  }

  start()
  return {
    get pid() {
      return child?.isRunning() ? child.pid : null
    },
    async stop(limitMs) {
      wanted = false
      clearTimeout(timer)
      await child?.stop(limitMs)
    },
  }
}

/** The line that names the error; Node ends its last words with its own version. */
function complaintIn(tail: string): string {
  const lines = tail.split('\n')
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? ''
}
