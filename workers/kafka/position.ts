/** Where a message stands in the journal, and what that means for a copy that has got to a certain position. */
import type { IHeaders } from 'kafkajs'
import { HEADERS } from '@/events/topics'

/** `position` counts all events of the journal; `previous` is the one before it in the same partition. */
export type EventPosition = { position: bigint; previous: bigint }

/** The place named by a message's headers, or why none can be read there. */
export function readPosition(headers: IHeaders | undefined): EventPosition | string {
  const position = decimal(headers?.[HEADERS.position])
  const previous = decimal(headers?.[HEADERS.previous])
  if (position === null) return 'no readable position header'
  if (previous === null) return 'no readable previous header'
  if (previous >= position) return `position ${position} does not follow ${previous}`
  return { position, previous }
}

/** What to do with a message when everything up to `applied` has been applied. `gap`: events between the two are missing. */
export function comparePosition(applied: bigint, { position, previous }: EventPosition): 'duplicate' | 'next' | 'gap' {
  if (position <= applied) return 'duplicate'
  return previous <= applied ? 'next' : 'gap'
}

function decimal(header: IHeaders[string]): bigint | null {
  const text = Buffer.isBuffer(header) || typeof header === 'string' ? header.toString() : ''
  return /^\d{1,19}$/.test(text) ? BigInt(text) : null
}
