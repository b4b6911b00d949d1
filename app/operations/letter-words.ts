/** How dead letters are spoken of. */
import type { Trial } from '@/desks/operations/look-at-letter'
import { NO_SCHEMA } from '@/events/dead-letter'
import type { DeadLetterCause } from '@/events/dead-letter-cause'

export const COPY_WORDS = { search: 'Search', finance: 'Finance' } as const

export const LETTER_CAUSE_WORDS: Readonly<Record<DeadLetterCause, { word: string; sentence: string }>> = {
  'no-place': {
    word: 'Without a place',
    sentence:
      'The message names no place in the journal, and nobody signed it. PayLedger does not write such messages. Nothing of the ledger is missing by it.',
  },
  'no-value': { word: 'Empty', sentence: 'The message has no value. PayLedger does not write such messages.' },
  'not-json': {
    word: 'Not JSON',
    sentence: 'The bytes are not an event at all. Something has damaged them, or a program wrote them that is not PayLedger.',
  },
  'unknown-schema': {
    word: 'Contract unknown',
    sentence:
      'The event keeps a contract that this version does not know. A newer version of PayLedger wrote it: run that one here too, then redrive.',
  },
  'unknown-type': {
    word: 'Type unknown',
    sentence:
      'The event is of a type that this version does not know. A newer version of PayLedger wrote it: run that one here too, then redrive.',
  },
  malformed: {
    word: 'Not as agreed',
    sentence: 'A field of the event is not what the contract says. That is a mistake of PayLedger, and is to be mended there.',
  },
  'rejected-by-copy': { word: 'Refused by the index', sentence: 'The event could be read, and Elasticsearch would not take its document.' },
}

/** What a trial came to, in a sentence. */
export function trialWords({ outcome, reason, version, heldVersion, changes }: Trial): string {
  if (outcome === 'no-place') return 'It can never be read: it has no place among the events. It can only be discarded.'
  if (outcome === 'unreadable') return `Today’s version cannot read it either: ${reason}`
  if (outcome === 'no-payout') return 'Today’s version reads it. It is no payout’s, so no payout would change.'
  if (outcome === 'older')
    return `Today’s version reads it. Nothing would change: it tells of version ${version}, and the copy already has version ${heldVersion}.`
  if (outcome === 'same') return 'Today’s version reads it. Nothing would change: the copy already says the same.'
  const fields = changes.length === 1 ? '1 field' : `${changes.length} fields`
  return heldVersion === null
    ? `Today’s version reads it. The copy would get a payout that it lacks.`
    : `Today’s version reads it. ${fields} of the payout would change.`
}

/** The address of a group's letters. */
export function groupHref(group: { copy: string; cause: string; schema: string | null }): string {
  const query = new URLSearchParams({ copy: group.copy, cause: group.cause, schema: group.schema ?? NO_SCHEMA })
  return `/operations/dead-letters?${query}`
}

/** "p3 · 74,553", or where it stands when it has no place of its own. */
export const letterPlace = ({ partition, position, offset }: { partition: number; position: string | null; offset: string }): string =>
  position === null
    ? `p${partition} · offset ${Number(offset).toLocaleString('en')}`
    : `p${partition} · ${Number(position).toLocaleString('en')}`

/** What became of it, in two words. */
export function letterState({
  tried,
  settled,
}: {
  tried: { reason: string | null } | null
  settled: { how: 'applied' | 'discarded' } | null
}): {
  word: string
  tone: 'ok' | 'bad' | 'warn'
} {
  if (settled?.how === 'applied') return { word: 'Settled', tone: 'ok' }
  if (settled?.how === 'discarded') return { word: 'Discarded', tone: 'warn' }
  if (tried?.reason) return { word: 'Failed again', tone: 'bad' }
  return { word: tried ? 'Being proven' : 'Open', tone: 'bad' }
}
