/** What a repair changes in a copy, payout by payout and field by field; of what names a person only how long it is. */
import { createHash } from 'node:crypto'
import type { HeldPayout } from '@/events/held-copy'
import { fieldsApart, shownFields } from '../compare/difference'
import type { CopyReport, MartHash } from './repair'

const NAMED_MAX = 20

/** `after` against `before`; a payout that is in neither, or the same in both, has not changed. */
export function changesOf(
  ids: readonly string[],
  before: readonly HeldPayout[],
  after: readonly HeldPayout[],
): Pick<CopyReport, 'changed' | 'changedCount'> {
  const [was, is] = [byId(before), byId(after)]
  const changed = ids.flatMap((payoutId) => {
    const [old, now] = [was.get(payoutId), is.get(payoutId)]
    const fields = [...fieldsApart(now?.texts ?? null, old?.texts ?? null), ...(old?.altered ?? [])]
    // A document that holds nothing readable goes without a field to name.
    const isGone = old !== undefined && now === undefined && fields.length === 0
    if (isGone) fields.push({ field: 'document', expected: null, actual: 'one that no event speaks of' })
    return fields.length > 0 ? [{ payoutId, fields: shownFields(fields) }] : []
  })
  return { changed: changed.slice(0, NAMED_MAX), changedCount: changed.length }
}

const byId = (held: readonly HeldPayout[]) => new Map(held.map((each) => [each.id, each]))

/** What changes, counted piece by piece, with a hash over all that was and will be there: in sums, which take no memory. */
export type Tally = {
  add(changes: Pick<CopyReport, 'changed' | 'changedCount'>, before: readonly string[], after: readonly string[]): void
  /** `what` names what was hashed. */
  report(what: string): CopyReport
}

/** Of nothing yet. */
export function newTally(): Tally {
  const [was, is] = [newSum(), newSum()]
  const all: Pick<CopyReport, 'changed' | 'changedCount'> = { changed: [], changedCount: 0 }
  return {
    add({ changed, changedCount }, before, after) {
      all.changed.push(...changed.slice(0, NAMED_MAX - all.changed.length))
      all.changedCount += changedCount
      for (const text of before) was.add(text)
      for (const text of after) is.add(text)
    },
    report: (what) => ({ ...all, marts: [{ mart: what, before: was.hash(), after: is.hash() }] }),
  }
}

/** A hash without regard to the order. */
function newSum(): { add(text: string): void; hash(): MartHash } {
  let [rows, sum] = [0, 0n]
  return {
    add(text) {
      rows += 1
      sum += BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    },
    hash: () => ({ rows, hash: createHash('sha256').update(`${rows} ${sum}`).digest('hex') }),
  }
}
