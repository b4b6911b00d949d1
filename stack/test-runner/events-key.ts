/** The key that events are signed with in tests; processes under test fall back to it (`ACCOUNT_HASH_KEY` of `testEnv`). */
import { signEvent, signWatermark } from '@/events/signature'
import { HEADERS, type Watermark, watermarksTopic } from '@/events/topics'

export const TEST_KEY = 'a key of the tests, worth nothing elsewhere'

type Event = { partition: number; key: string; value: string; position: string; previous: string }

/** The headers of an event message as the relay writes them. */
export const signedHeaders = (topic: string, event: Event): Record<string, string> => ({
  [HEADERS.position]: event.position,
  [HEADERS.previous]: event.previous,
  [HEADERS.signature]: signEvent(TEST_KEY, { topic, ...event }),
})

/** A watermark as the relay announces it. */
export const signedWatermark = (prefix: string, watermark: Watermark): Watermark => ({
  ...watermark,
  signature: signWatermark(TEST_KEY, watermarksTopic(prefix), watermark),
})
