/** An event that a copy could not take, and what became of it: one contract, which search and finance implement, and which one loop settles (workers/projection). */
import { type DeadLetterCause, deadLetterCause } from './dead-letter-cause'
import type { CopyName } from './held-copy'
import type { Arrived } from './projection'

/** Where its message lies in Kafka, and which copy lacks it. */
export type LetterKey = { copy: CopyName; era: number; partition: number; offset: string }

/** That it was read again by a repair: taken by the copy, or not, and why. `payoutId` is the one it tells of. */
export type Tried = { repairId: string; at: string; reason: string | null; payoutId: string | null }
/** It makes the copy incomplete no more: its effect was proven, or two people gave it up. */
export type Settled = { how: 'applied' | 'discarded'; at: string; repairId: string }

export type Letter = LetterKey & {
  /** Null when the message did not say its own: it then stands after `after`. */
  position: string | null
  after: string
  reason: string
  at: string
  /** Which contract its data claims to keep; null where that cannot be read, or was not noted. */
  schema: string | null
  /** Base64; null for a message without a value. */
  bytes: string | null
  tried: Tried | null
  settled: Settled | null
}

export type LetterState = 'open' | 'settled'
/** `next` leads to the page after it; null at the end. */
export type LetterPage = { letters: Letter[]; next: string | null }

/** Stands for no contract, where one is asked for. */
export const NO_SCHEMA = 'none'

/** Letters that a person means: those named, those of one cause and contract, or all of the copy. */
export type LetterScope = {
  copy: CopyName
  era: number
  /** Partition and offset of each; null where they are meant by what they have in common. */
  letters: [partition: number, offset: string][] | null
  cause: DeadLetterCause | null
  /** `NO_SCHEMA` for those that name none; null for all. */
  schema: string | null
}

/** What a copy does with its own letters; only the process that writes the copy has one. */
export type LetterKeeper = {
  readonly copy: CopyName
  /** Of the filling that answers; the newest first. @throws while the store is away. */
  page(state: LetterState, after: string | null): Promise<LetterPage>
  /** Hands events to the copy, the older ones first; again is harmless, and an older event never takes a newer one's place. @returns by letter id why it was not taken. */
  apply(events: readonly { letter: Letter; arrived: Arrived }[]): Promise<Map<string, string>>
  /** Resolves when what was applied answers. @throws when it never will, with the reason. */
  answers(signal: AbortSignal): Promise<void>
  /** Takes back what it cannot answer with. */
  takeBack(letters: readonly Letter[]): Promise<void>
  /** Writes down what became of letters; durable, and counted, when it resolves. */
  note(letters: readonly Letter[]): Promise<void>
}

/** "search-1-3-5124": the name of a letter, wherever it is spoken of. */
export const letterId = ({ copy, era, partition, offset }: LetterKey): string => `${copy}-${era}-${partition}-${offset}`

/** What a name stands for; null when it is none. */
export function letterKeyOf(id: string): LetterKey | null {
  const [, copy, era, partition, offset] = /^(search|finance)-(\d{1,6})-(\d{1,3})-(\d{1,19})$/.exec(id) ?? []
  return copy && offset ? { copy: copy as CopyName, era: Number(era), partition: Number(partition), offset } : null
}

/** In a word, by its reason. */
export const causeOf = ({ reason }: Pick<Letter, 'reason'>): DeadLetterCause => deadLetterCause(reason)

/** Whether a person means this letter. */
export function isInScope(letter: Letter, { copy, era, letters, cause, schema }: LetterScope): boolean {
  if (letter.copy !== copy || letter.era !== era) return false
  if (letters !== null) return letters.some(([partition, offset]) => letter.partition === partition && letter.offset === offset)
  if (cause !== null && causeOf(letter) !== cause) return false
  return schema === null || (letter.schema ?? NO_SCHEMA) === schema
}

const SCHEMA = /^urn:payledger:[a-z-]{1,40}:\d{1,6}$/

/** The contract that the data of a message claims to keep; null for what is none of ours. */
export function schemaIn(value: Uint8Array | null): string | null {
  try {
    const said = (
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value ?? new Uint8Array())) as { dataschema?: unknown } | null
    )?.dataschema
    return typeof said === 'string' && SCHEMA.test(said) ? said : null
  } catch {
    return null
  }
}

/** Whether letters of this cause can ever be read again: what has no place in the journal was signed by nobody. */
export const canBeRedriven = (cause: DeadLetterCause): boolean => cause !== 'no-place'
