/** How a process ends: in order, within a time limit, and never later than the process that started it. */
import { fstatSync } from 'node:fs'

type Closer = () => Promise<unknown> | unknown

/** The longest an orderly end may take; what is not closed by then is left to the next start, which must cope with a crash anyway. */
const LIMIT_MS = 8_000
const PARENT_POLL_MS = 500

const closers: Closer[] = []
let ending = false

/** Registers what must be closed before this process ends. Closers run one after the other, the last registered first. */
export function onShutdown(closer: Closer): void {
  closers.push(closer)
}

/** Runs the registered closers and ends the process; a second call does nothing. A closer that fails does not keep the others from running. */
export async function shutdown(exitCode = 0): Promise<void> {
  if (ending) return
  ending = true
  setTimeout(() => leave(1, `not everything could be closed within ${LIMIT_MS / 1000} s`), LIMIT_MS).unref()
  let code = exitCode
  for (const close of closers.reverse()) {
    try {
      await close()
    } catch (error) {
      code = 1
      process.stderr.write(`While ending: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    }
  }
  leave(code)
}

/** True once the end has begun: what fails from then on fails because of it. */
export function isEnding(): boolean {
  return ending
}

/**
 * Ends this process in order on SIGTERM, SIGINT or SIGHUP, and when the process that started it is gone.
 * A parent that wants this holds the other end of a pipe on standard input: the system closes it even after kill -9.
 * A terminal, a file or /dev/null there is no lifeline, so a process started by hand or by systemd lives on.
 * @param options.watchParent also ends when the parent's id changes, for a process that has the terminal on standard input.
 */
export function endWithParent(options: { watchParent?: boolean } = {}): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void shutdown())
  process.on('disconnect', () => void shutdown())
  const lifeline = isPipe()
  if (lifeline && !options.watchParent) {
    process.stdin
      .on('end', () => void shutdown())
      .on('error', () => void shutdown())
      .resume()
  }
  if (!lifeline && !options.watchParent) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void shutdown()
  }, PARENT_POLL_MS).unref()
}

function isPipe(): boolean {
  try {
    const input = fstatSync(0)
    return input.isFIFO() || input.isSocket()
  } catch {
    return false
  }
}

function leave(code: number, complaint?: string): void {
  if (complaint) process.stderr.write(`While ending: ${complaint}\n`)
  process.exit(code)
}
