/** A feed as Server-Sent Events for one browser (WHATWG HTML, section 9.2). It ends with the browser, with the person's right to see it, and with the process. */
import type { Feed, Reading } from './feed'

export type StreamOptions = {
  feed: Feed
  /** Whose it is: nobody has more than a few. */
  userId: string
  /** Ends when the browser has gone. */
  signal: AbortSignal
  /** What the browser has already, as it says in Last-Event-ID. */
  lastId: string | null
  /** Asked again and again: 0 while they may go on, or the status with which they would be refused now. @throws while nobody can tell. */
  refusedWith: () => Promise<number>
  checkEveryMs?: number
  beatEveryMs?: number
}

export const STREAMS_MAX = 5
/** Within so long whoever is deactivated or signed out sees nothing new. */
const CHECK_MS = 10_000
/** A proxy that sees nothing for longer gives the connection up. */
const BEAT_MS = 10_000
/** How long a browser waits before it connects anew. */
const RETRY_MS = 2_000
/** Each event is the whole state: a browser that reads too slowly misses some, and one that reads nothing for so many of them is let go. */
const MISSED_MAX = 20

type Open = { userId: string; close: (last?: string) => void }
const shared = globalThis as { payledgerStreams?: Set<Open> }

/** Those that are open, which end with the process: the server waits for every answer that has begun. */
function openStreams(): Set<Open> {
  if (!shared.payledgerStreams) {
    const streams = new Set<Open>()
    shared.payledgerStreams = streams
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        for (const each of [...streams]) each.close()
      })
  }
  return shared.payledgerStreams
}

/** How many this person has open at this process. */
export const streamsOf = (userId: string): number => [...openStreams()].filter((each) => each.userId === userId).length

/** Opens one. The caller has authorized it, and counted those the person has. */
export function openStream(options: StreamOptions): Response {
  const body = new ReadableStream<Uint8Array>(streamed(options), new CountQueuingStrategy({ highWaterMark: 2 }))
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // A server or proxy that compresses would keep events until there are enough of them.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

const event = (name: string, data: string, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${data}\n\n`

function streamed(options: StreamOptions): UnderlyingDefaultSource<Uint8Array> {
  const { feed, userId, signal, lastId, refusedWith, checkEveryMs = CHECK_MS, beatEveryMs = BEAT_MS } = options
  const bytes = new TextEncoder()
  let end: () => void = () => {}
  return {
    start(controller) {
      let isOpen = true
      // Nothing new is told between a check that nobody could answer and the next one.
      let isSure = true
      let missed = 0
      const write = (text: string) => {
        if (!isOpen) return
        if ((controller.desiredSize ?? 0) <= 0) {
          missed += 1
          if (missed > MISSED_MAX) close()
          return
        }
        missed = 0
        controller.enqueue(bytes.encode(text))
      }
      const tell = (reading: Reading) => {
        if (reading.kind === 'failed') write(event('failed', '{}'))
        else if (isSure && reading.id !== lastId) write(event('figures', reading.text, reading.id))
      }
      const check = async () => {
        const status = await refusedWith().catch(() => null)
        isSure = status !== null
        if (status) close(event('refused', JSON.stringify({ status })))
      }
      const close = (last?: string) => {
        if (!isOpen) return
        if (last !== undefined) controller.enqueue(bytes.encode(last))
        end()
        controller.close()
      }
      const mine: Open = { userId, close }
      openStreams().add(mine)
      write(`retry: ${RETRY_MS}\n\n`)
      const leave = feed.listen(tell)
      const beats = setInterval(() => write(': here\n\n'), beatEveryMs)
      const checks = setInterval(() => void check(), checkEveryMs)
      const gone = () => close()
      end = () => {
        isOpen = false
        leave()
        clearInterval(beats)
        clearInterval(checks)
        signal.removeEventListener('abort', gone)
        openStreams().delete(mine)
      }
      if (signal.aborted) close()
      else signal.addEventListener('abort', gone)
    },
    cancel() {
      end()
    },
  }
}
