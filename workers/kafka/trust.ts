/** Which messages a copy believes: those that this installation's relay has signed, with the place they claim. */
import type { KafkaMessage } from 'kafkajs'
import { isSignature, signEvent, signWatermark } from '@/events/signature'
import { HEADERS, type Watermark } from '@/events/topics'
import { readPosition } from './position'

export type Trust = {
  /** Why the message is not believed; null when it is, and when it says no place of its own, which its reader sets aside. */
  doubt(partition: number, message: KafkaMessage): string | null
  /** Whether the message can only be judged after a watermark has said from when on events are signed. */
  waits(message: KafkaMessage): boolean
  /** Whether a message without a signature may be from before events were signed, if there was such a time here. */
  isUnsignedOf(message: KafkaMessage): boolean
  /** Whether a watermark is the relay's own; one that is says from when on events are signed. */
  believes(watermark: Watermark): boolean
}

/**
 * Events from before they were signed are believed up to the position that a signed watermark names: a forged one with such a position comes after the
 * real one in the log, and is a duplicate there. `known` is that position where it need not be told by a watermark.
 */
export function trustIn(secret: string, topic: string, watermarks: string, known: bigint | null = null): Trust {
  let unsignedUpTo = known
  return {
    doubt(partition, { headers, key, value }) {
      const place = readPosition(headers)
      if (typeof place === 'string') return null
      const signature = headers?.[HEADERS.signature]?.toString()
      if (signature === undefined) {
        return unsignedUpTo !== null && place.position <= unsignedUpTo ? null : 'it carries no signature'
      }
      const claims = { position: String(place.position), previous: String(place.previous), key: key?.toString() ?? '', value: value ?? '' }
      return isSignature(signature, signEvent(secret, { topic, partition, ...claims })) ? null : 'its signature is not this installation’s'
    },
    waits: ({ headers }) =>
      unsignedUpTo === null && headers?.[HEADERS.signature] === undefined && typeof readPosition(headers) !== 'string',
    isUnsignedOf: ({ headers }) => unsignedUpTo !== 0n && headers?.[HEADERS.signature] === undefined,
    believes(watermark) {
      if (!isSignature(watermark.signature ?? '', signWatermark(secret, watermarks, watermark))) return false
      unsignedUpTo = BigInt(watermark.unsignedUpTo ?? 0)
      return true
    },
  }
}
