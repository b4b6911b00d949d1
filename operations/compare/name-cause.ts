/** The likely cause of a difference: what the journal, the row and the copy say of one payout, held against each other. */
import { type CanonicalTexts, canonicalText } from '@/events/canonical'
import type { CopyName, HeldPayout } from '@/events/held-copy'
import type { Cause } from './causes'
import { type Difference, fieldsApart } from './difference'
import { textsOfEvent } from './ledger-at'

export type Evidence = {
  id: string
  copy: CopyName
  /** What the ledger's row says; null when it has no such payout. Of one that has moved since, what its last event before said. */
  row: CanonicalTexts | null
  held: HeldPayout | null
  /** The payout's events up to the position, in order. */
  events: readonly string[]
  /** Whether the copy has set an event of it aside. */
  isDeadLettered: boolean
  /** Whether the copy was made by an older definition. */
  isOlder: boolean
}

/**
 * What differs of one payout: its row from its last event, and the copy from that event too, which is what both are made of. Where the event cannot be read,
 * the copy is held against the row.
 */
export function differencesOf({ id, copy, row, held, events, isDeadLettered, isOlder }: Evidence): Difference[] {
  const said = events.map(textsOfEvent)
  const last = said.length === 0 ? null : (said.at(-1) ?? null)
  const isReadable = said.length === 0 || last !== null
  const found: Difference[] = []
  if (isReadable && !isSame(row, last))
    found.push({ store: 'ledger', kind: 'payout', subject: id, cause: 'row-without-event', fields: fieldsApart(last, row) })
  const expected = isReadable ? last : row
  if (isSame(expected, held?.texts ?? null) && (held === null || (held.texts !== null && held.altered.length === 0))) return found
  const cause = isReadable ? causeIn({ expected, held, said, isDeadLettered, isOlder }) : 'event-unreadable'
  const fields = [...fieldsApart(expected, held?.texts ?? null), ...(held?.altered ?? [])]
  return [...found, { store: copy, kind: 'payout', subject: id, cause, fields }]
}

type Judged = Pick<Evidence, 'held' | 'isDeadLettered' | 'isOlder'> & {
  expected: CanonicalTexts | null
  said: readonly (CanonicalTexts | null)[]
}

/** Of the closed list, the first that fits. */
function causeIn({ expected, held, said, isDeadLettered, isOlder }: Judged): Cause {
  if (held === null) return isDeadLettered ? 'event-unreadable' : 'missing'
  if (expected === null) return 'extra'
  if (held.altered.length > 0 || held.texts === null) return isOlder ? 'older-definition' : 'altered'
  if (said.some((texts) => texts !== null && isSame(texts, held.texts))) return isDeadLettered ? 'event-unreadable' : 'behind'
  return isOlder ? 'older-definition' : 'altered'
}

/** Whether two payouts, or their absence, are the same. */
export const isSame = (one: CanonicalTexts | null, other: CanonicalTexts | null): boolean =>
  one === null || other === null ? one === other : canonicalText(one) === canonicalText(other)
