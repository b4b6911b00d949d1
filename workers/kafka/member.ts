/** A member of a consumer group that comes back by itself: whenever the client gives up, a new one takes its place. */
import type { Consumer, ConsumerConfig, ConsumerRunConfig, Kafka } from 'kafkajs'
import type { Logger } from '@/platform/log'
import { pause, untilDone } from '@/platform/retry'
import { damageOf } from './damage'

export type Membership = {
  kafka: Kafka
  topic: string
  config: ConsumerConfig
  log: Logger
  signal: AbortSignal
  /** Called for each new consumer, connected and subscribed, before it runs. */
  begin: (consumer: Consumer) => ConsumerRunConfig
  /** Called when a consumer has run for the last time and can still commit. */
  end?: (consumer: Consumer) => Promise<unknown>
  /** Called with each failure, for the process's heartbeat. */
  onError?: (error: unknown) => void
}

const RESTART_PAUSE_MS = 500
/** In a new installation the relay may come up later, and with it the topic: that long it is no failure. */
const STARTS_MAX = 20
const END_LIMIT_MS = 4_000

/** Consumes until `signal` is aborted; then it leaves the group and resolves. */
export async function keepConsuming(membership: Membership): Promise<void> {
  const { signal, log, topic, onError } = membership
  for (let ends = 0; !signal.aborted; ends += 1) {
    const crash = await consumeOnce(membership).catch((error: unknown) => error)
    if (signal.aborted) return
    if (ends >= STARTS_MAX || !isTopicMissing(crash)) onError?.(damageOf(crash, topic) ?? crash)
    if (ends % 30 === 0) log.warn({ err: crash, topic, ends: ends + 1 }, 'the consumer ended; a new one takes its place')
    await pause(RESTART_PAUSE_MS, signal)
  }
}

/** Runs one consumer to its end and returns what ended it. */
async function consumeOnce({ kafka, topic, config, log, signal, begin, end, onError }: Membership): Promise<unknown> {
  // The library would start the same consumer again after some failures and not after others: a new one after each is easier to reason about.
  const consumer = kafka.consumer({ ...config, retry: { ...config.retry, restartOnFailure: async () => false } })
  const ended = new Promise<unknown>((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error))
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  try {
    await untilDone(() => consumer.connect(), { what: 'Connecting to Kafka', log, signal, ...(onError && { onError }) })
    // Otherwise the library skips silently to the end when an offset is out of range.
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run(begin(consumer))
    return await ended
  } finally {
    await Promise.race([end?.(consumer).catch(() => {}), pause(END_LIMIT_MS)])
    await Promise.race([consumer.disconnect().catch(() => {}), pause(END_LIMIT_MS)])
  }
}

/** Whether a failure of the client says that the topic is not there. */
export function isTopicMissing(crash: unknown): boolean {
  const { type, cause } = (crash ?? {}) as { type?: unknown; cause?: unknown }
  return type === 'UNKNOWN_TOPIC_OR_PARTITION' || (cause !== undefined && isTopicMissing(cause))
}
