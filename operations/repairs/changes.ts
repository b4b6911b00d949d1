/** What a repair changes in a copy, payout by payout and field by field; of what names a person only how long it is. */
import type { HeldPayout } from '@/events/held-copy'
import { fieldsApart, shownFields } from '../compare/difference'
import type { CopyReport } from './repair'

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
