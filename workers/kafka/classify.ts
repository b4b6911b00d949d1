/** Which messages of a fetched batch a copy must apply, in which order, and whether events are missing between them. */
import type { KafkaMessage } from 'kafkajs'
import type { Arrived, MissingEvents } from '@/events/projection'
import { comparePosition, readPosition } from './position'

/** Events between `after` and `next`, which was met at `offset`, are missing. */
export type Gap = MissingEvents & { next: bigint; offset: string }

/** How far a partition has been read. */
export type Reading = {
  /** The position the copy has durably applied. */
  applied: bigint
  /** The position of the message read last, also when it was a duplicate. */
  seen: bigint
  /** Set while the partition is read again from its beginning, in search of what is missing; messages that do not fit are passed over then, not applied. */
  search: Gap | null
}

export type Classified = Reading & {
  wanted: Arrived[]
  /** A gap met now: reading must begin again at the first offset. */
  gap: Gap | null
  /** The search has passed the place of its gap without finding anything: to be reported, while reading goes on. */
  missed: Gap | null
}

/** Sifts messages in the order of their offsets. What stands after a gap is never wanted; a message that was applied before never is again. */
export function classify(messages: readonly KafkaMessage[], reading: Reading): Classified {
  const classified: Classified = { ...reading, wanted: [], gap: null, missed: null }
  for (const { offset, headers, value } of messages) {
    const place = readPosition(headers)
    if (typeof place === 'string') {
      // It has no place of its own, so it is told by its neighbour: behind us when that one was applied before, ahead of us beyond a gap.
      if (classified.seen === classified.applied)
        classified.wanted.push({ offset, position: classified.applied, previous: classified.applied, value, unreadable: place })
      continue
    }
    classified.seen = place.position
    const verdict = comparePosition(classified.applied, place)
    if (verdict === 'next') {
      classified.wanted.push({ offset, ...place, value })
      classified.applied = place.position
      classified.search = null
    } else if (verdict === 'gap') {
      const gap = { after: classified.applied, next: place.position, offset, searched: false }
      if (!classified.search) return { ...classified, gap }
      if (!classified.search.searched && BigInt(offset) >= BigInt(classified.search.offset)) {
        classified.search = { ...classified.search, searched: true }
        classified.missed = classified.search
      }
    }
  }
  return classified
}
