/** The one place of the stack that starts a process that stays. */
import { spawn } from 'node:child_process'
import type { Environment } from './environment'
import { rollingLog } from './rolling-log'

export type ChildOptions = {
  command: string
  args: readonly string[]
  env: Environment
  cwd: string
  /** Where standard output and error go. */
  logFile: string
  /** The account it runs under; this process's own when left out. */
  account?: { uid: number; gid: number }
  /** What asks it to end in order; SIGTERM when left out. */
  stopSignal?: NodeJS.Signals
  /** What ends members of its process group that outlive it: Postgres must never get SIGKILL, a busy backend would live on and hold the shared memory. */
  leftoverSignal?: NodeJS.Signals
}

export type Child = {
  readonly pid: number
  /** Resolves when the process has ended, with a phrase that says how. */
  readonly ended: Promise<string>
  isRunning(): boolean
  /** The last lines it wrote. */
  tail(): string
  /** Asks it to end, and kills it when it has not within `limitMs`. */
  stop(limitMs?: number): Promise<void>
  /** Kills the process and everything in its group at once, as a crash would. */
  kill9(): Promise<void>
}

/**
 * Starts a process in a group of its own, so that Ctrl-C in the terminal reaches only us and we end it in order.
 * Its standard input is a pipe that we hold: it ends by itself when we are gone, however we went.
 * @throws Error when the program cannot be started at all.
 */
export function startChild(options: ChildOptions): Child {
  const log = rollingLog(options.logFile)
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.account,
  })
  const { pid } = child
  let how: string | null = null
  const ended = new Promise<string>((resolve) => {
    const end = (phrase: string) => {
      how ??= phrase
      if (pid !== undefined) signalGroup(pid, options.leftoverSignal ?? 'SIGKILL')
      resolve(how)
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`))
  })
  child.stdout.on('data', log.write)
  child.stderr.on('data', log.write)
  child.stdin.on('error', () => {}) // it ended while the pipe was open
  if (pid === undefined) throw new Error(`${options.command} cannot be started`)
  const isRunning = () => how === null
  return {
    pid,
    ended,
    isRunning,
    tail: log.tail,
    async stop(limitMs = 6_000) {
      if (isRunning()) child.kill(options.stopSignal ?? 'SIGTERM')
      const timer = setTimeout(() => signalGroup(pid, options.leftoverSignal ?? 'SIGKILL'), limitMs)
      await ended
      clearTimeout(timer)
    },
    async kill9() {
      signalGroup(pid, 'SIGKILL')
      await ended
    },
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // nobody is left in it
  }
}
