/** One reading for everybody who listens: however many browsers follow a page, its stores are asked once in each interval. */

export type Reading = { kind: 'read'; id: string; text: string } | { kind: 'failed' }
export type Listener = (reading: Reading) => void

export type Feed = {
  /** Tells each reading from now on, and at once the last one while it is not older than an interval. @returns how to leave. */
  listen(listener: Listener): () => void
  /** How many listen. */
  listeners(): number
}

/** What is read while nobody listens: nothing. @param read its value with what tells it from the one before. */
export function createFeed(read: () => Promise<{ id: string; text: string }>, everyMs: number, onError: (error: unknown) => void): Feed {
  const listeners = new Set<Listener>()
  let last: { reading: Reading; atMs: number } | null = null
  let running = false

  async function readOnce(): Promise<void> {
    const reading = await read().then(
      (value): Reading => ({ kind: 'read', ...value }),
      (error: unknown): Reading => {
        onError(error)
        return { kind: 'failed' }
      },
    )
    last = { reading, atMs: performance.now() }
    for (const listener of [...listeners]) listener(reading)
  }

  async function keepReading(): Promise<void> {
    running = true
    while (listeners.size > 0) {
      const beganMs = performance.now()
      await readOnce()
      const leftMs = everyMs - (performance.now() - beganMs)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, leftMs)).unref())
    }
    running = false
  }

  return {
    listen(listener) {
      listeners.add(listener)
      if (last && performance.now() - last.atMs < everyMs) listener(last.reading)
      if (!running) void keepReading()
      return () => void listeners.delete(listener)
    },
    listeners: () => listeners.size,
  }
}
