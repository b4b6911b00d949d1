/** Why a comparison finds a difference: a closed list, each with its sentence and what to do about it. */
export const CAUSES = [
  'behind',
  'altered',
  'missing',
  'extra',
  'row-without-event',
  'event-unreadable',
  'older-definition',
  'does-not-add-up',
] as const
export type Cause = (typeof CAUSES)[number]

export const MISMATCH_STATES = ['open', 'explained', 'repaired'] as const
export type MismatchState = (typeof MISMATCH_STATES)[number]
export const MISMATCH_KINDS = ['payout', 'run', 'bank-file', 'figure', 'event', 'journal'] as const
export type MismatchKind = (typeof MISMATCH_KINDS)[number]
export const COMPARED_STORES = ['ledger', 'kafka', 'search', 'finance'] as const
export type ComparedStore = (typeof COMPARED_STORES)[number]

/** Where `cause` differs, in words for people. */
export const CAUSE_WORDS: Readonly<Record<Cause, { word: string; sentence: string }>> = {
  behind: {
    word: 'Copy behind',
    sentence: 'The copy holds an earlier version of this payout, although it says that it has every event up to here.',
  },
  altered: { word: 'Altered', sentence: 'What the copy holds was never said by any event. Someone, or a fault, has changed it.' },
  missing: { word: 'Missing', sentence: 'The ledger has this payout, and the copy does not.' },
  extra: { word: 'Extra', sentence: 'The copy has this payout, and the ledger does not.' },
  'row-without-event': {
    word: 'Ledger row without its event',
    sentence: 'The row in the ledger is not what its last event says. Someone, or a fault, has changed the ledger past its rules.',
  },
  'event-unreadable': { word: 'Event unreadable', sentence: 'The copy could not take an event of this payout and has set it aside.' },
  'older-definition': {
    word: 'Older definition',
    sentence: 'The copy was made by an older version of PayLedger and is to be filled anew.',
  },
  'does-not-add-up': { word: 'Does not add up', sentence: 'A total is not the sum of what it is made of.' },
}

/** The same of events and of the journal as a whole. */
const OF_EVENTS: Partial<Record<Cause, string>> = {
  missing: 'The journal has this event, and Kafka does not: a copy that is filled anew would stop before it.',
  altered: 'The journal and Kafka do not say the same of this event. Someone, or a fault, has changed one of them.',
  extra: 'Kafka has a message that PayLedger did not write. No copy believes it; find out who can write there.',
  'does-not-add-up':
    'The journal, numbered again from its beginning, does not come to the hash that was noted when it was published: it was changed.',
}

/** What `cause` means of a thing of this kind. */
export const causeSentence = (cause: Cause, kind: MismatchKind): string =>
  (kind === 'event' || kind === 'journal' ? OF_EVENTS[cause] : undefined) ?? CAUSE_WORDS[cause].sentence
