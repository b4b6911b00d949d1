import { freePort } from './ports'
import type { Child } from './processes/child'

/** A server of the local stack. */
export type Server = {
  readonly name: string
  /** On 127.0.0.1; the same one through every restart. */
  readonly port: number
  /** The server's own process id while it runs, for a fault test that stops or kills it. */
  readonly pid: number | null
  /** Starts it, again on the same port and data after `stop` or `kill9`. @throws Error with the end of its log when it does not come up. */
  start(): Promise<void>
  /** Asks it to end, and kills it after `limitMs`: 6 s when not said. */
  stop(limitMs?: number): Promise<void>
  /** Ends it as a crash would. */
  kill9(): Promise<void>
  /** Calls `listener` with how it ended, when nobody asked it to. */
  onCrash(listener: (how: string) => void): void
}

export type ServerKind = {
  name: string
  launch(port: number): Promise<Child>
  /** Whether it does its work on that port already. */
  isReady(port: number): Promise<boolean>
  /** The server's process when `launch` starts it behind another one. */
  pidOf?(child: Child): number
  kill9?(child: Child): Promise<void>
}

const READY_LIMIT_MS = 180_000
const RESTART_LIMIT_MS = 60_000
const POLL_MS = 50
const AGAIN_MS = 500
const NOT_READY = /it was not ready within/
/** A server that ends by itself while it starts for the first time has something wrong with it, unless somebody killed it. */
const FIRST_STARTS_MAX = 3
const KEEP_UP_MS_MAX = 30_000
/** What the three servers write when the port, or what a crashed one left behind, is still held. */
const STILL_HELD =
  /address already in use|could not bind|BindException|BindHttpException|Address in use|pre-existing shared memory|lock file "postmaster.pid" already exists|failed to obtain node lock/i

/** A server that is not started yet, on a free port. */
export async function createServer(kind: ServerKind): Promise<Server> {
  let port = await freePort()
  let child: Child | null = null
  let wanted = false
  let startedBefore = false
  const crashListeners: ((how: string) => void)[] = []

  async function launch(): Promise<void> {
    const launched = await kind.launch(port)
    child = launched
    try {
      await untilReady(kind, port, launched)
    } catch (error) {
      await launched.stop()
      throw new Error(`${kind.name} did not start: ${error instanceof Error ? error.message : String(error)}\n${launched.tail()}`)
    }
    void launched.ended.then((how) => {
      if (wanted && child === launched) for (const listener of crashListeners) listener(how)
    })
  }

  return {
    name: kind.name,
    get port() {
      return port
    },
    get pid() {
      return child?.isRunning() ? (kind.pidOf?.(child) ?? child.pid) : null
    },
    async start() {
      wanted = true
      const deadline = performance.now() + RESTART_LIMIT_MS
      for (let attempt = 1; ; attempt += 1) {
        try {
          await launch()
          startedBefore = true
          return
        } catch (error) {
          // The first time another process may have taken the port between our look and its start: choose once more.
          if (STILL_HELD.test(String(error)) && !startedBefore && attempt === 1) port = await freePort()
          // One that was killed while it started leaves what any crash leaves, and starts again from there.
          else if (!wanted || NOT_READY.test(String(error)) || (startedBefore ? performance.now() > deadline : attempt >= FIRST_STARTS_MAX))
            throw error
          else await pause(AGAIN_MS)
        }
      }
    },
    async stop(limitMs) {
      wanted = false
      await child?.stop(limitMs)
    },
    async kill9() {
      wanted = false
      if (child) await (kind.kill9?.(child) ?? child.kill9())
    },
    onCrash(listener) {
      crashListeners.push(listener)
    },
  }
}

/**
 * Starts a server again whenever it has ended by itself, also when it does so while it is starting, until `isEnding`: each time after a pause that
 * doubles from half a second to 30 s.
 */
export function keepUp(server: Server, tell: { say(line: string): void; onRestart(): void; isEnding(): boolean }): void {
  server.onCrash(async (how) => {
    tell.say(`${server.name}: ${how}; it is started again.`)
    for (let pauseMs = AGAIN_MS; !tell.isEnding(); pauseMs = Math.min(pauseMs * 2, KEEP_UP_MS_MAX)) {
      try {
        await server.start()
        tell.onRestart()
        return tell.say(`${server.name} is back.`)
      } catch (error) {
        if (tell.isEnding()) return
        tell.say(`${error instanceof Error ? error.message : String(error)}\nIt is tried again in ${pauseMs / 1000} s.`)
        await pause(pauseMs)
      }
    }
  })
}

async function untilReady(kind: ServerKind, port: number, child: Child): Promise<void> {
  const deadline = performance.now() + READY_LIMIT_MS
  while (performance.now() < deadline) {
    if (!child.isRunning()) throw new Error(await child.ended)
    if (await kind.isReady(port).catch(() => false)) return
    await pause(POLL_MS)
  }
  throw new Error(`it was not ready within ${READY_LIMIT_MS / 1000} s`)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
