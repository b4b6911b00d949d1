/** Why events become dead letters, in a word for each kind of reason: a reason quotes what was found, so there is no end of them. */

export const DEAD_LETTER_CAUSES = [
  'no-place',
  'no-value',
  'not-json',
  'unknown-schema',
  'unknown-type',
  'malformed',
  'rejected-by-copy',
] as const
export type DeadLetterCause = (typeof DEAD_LETTER_CAUSES)[number]

const BY_REASON: readonly [RegExp, DeadLetterCause][] = [
  [/^no readable (?:position|previous) header$|^position \d+ does not follow /, 'no-place'],
  [/^the message has no value$/, 'no-value'],
  [/^the message is not JSON/, 'not-json'],
  [/^dataschema .* is unknown$/s, 'unknown-schema'],
  [/^type .* is unknown$/s, 'unknown-type'],
  [/^rejected by the index: /, 'rejected-by-copy'],
]

/** The kind of a reason as `readEvent`, a message's place or a copy gives it; what is none of the others is an event whose fields are not as they must be. */
export const deadLetterCause = (reason: string): DeadLetterCause => BY_REASON.find(([said]) => said.test(reason))?.[1] ?? 'malformed'
