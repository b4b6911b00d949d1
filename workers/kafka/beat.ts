/** What a consumer tells of itself with each beat. */
export type ConsumerStatus = {
  position: bigint
  events: number
  coveredUntil: string | null
  deadLetters: number
  /** Messages not yet read, by partition. */
  lag: () => Promise<Record<number, bigint>>
  /** By partition the position after which events are missing in Kafka, though all of it was read again; the relay looks into it. */
  gaps: () => Record<number, string>
}

/** Reads the status, with the rate since it was read before; `more` is what this consumer alone has to say. */
export function beatOf<Status extends ConsumerStatus>(status: Status, more: (status: Status) => Record<string, unknown> = () => ({})) {
  let counted = { events: 0, at: performance.now() }
  return async () => {
    const now = performance.now()
    const rate = ((status.events - counted.events) * 1000) / Math.max(1, now - counted.at)
    counted = { events: status.events, at: now }
    const { position, coveredUntil, deadLetters } = status
    const lag = await status.lag().catch(() => ({}))
    const lagNumbers = Object.fromEntries(Object.entries(lag).map(([partition, messages]) => [partition, Number(messages)]))
    return { position, rate, detail: { coveredUntil, deadLetters, lag: lagNumbers, gaps: status.gaps(), ...more(status) } }
  }
}
