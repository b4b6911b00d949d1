import { expect, it } from 'vitest'
import type { CanonicalTexts } from '@/events/canonical'
import type { HeldPayout } from '@/events/held-copy'
import { changesOf } from './changes'

const texts = (more: Record<string, string | null>) =>
  ({ id: 'a', amountMinor: '100', beneficiaryName: 'Jürgen Groß', ...more }) as unknown as CanonicalTexts
const held = (more: Partial<HeldPayout> = {}): HeldPayout => ({ id: 'a', texts: texts({}), altered: [], ...more })

it('names each field as it is now and as it was, and of a name only how long it is', () => {
  const before = held({ texts: texts({ amountMinor: '1', beneficiaryName: 'Eve' }) })
  expect(changesOf(['a'], [before], [held()])).toEqual({
    changedCount: 1,
    changed: [
      {
        payoutId: 'a',
        fields: [
          { field: 'amountMinor', expected: '100', actual: '1' },
          { field: 'beneficiaryName', expected: '11 characters, not shown', actual: '3 characters, not shown' },
        ],
      },
    ],
  })
})

it('names what was missing, what was there though no event speaks of it, and what was altered beside the state', () => {
  const [missing] = changesOf(['a'], [], [held()]).changed
  expect(missing?.fields).toHaveLength(3)
  const [extra] = changesOf(['a'], [held({ texts: null })], []).changed
  expect(extra?.fields).toEqual([{ field: 'document', expected: null, actual: 'one that no event speaks of' }])
  const altered = [{ field: 'document.status', expected: 'sent', actual: 'settled' }]
  expect(changesOf(['a'], [held({ altered })], [held()]).changed[0]?.fields).toEqual(altered)
})

it('says nothing of what is as it was, and names twenty of many', () => {
  expect(changesOf(['a', 'b'], [held()], [held()])).toEqual({ changed: [], changedCount: 0 })
  const ids = Array.from({ length: 30 }, (_, n) => `p${n}`)
  const after = ids.map((id) => held({ id }))
  const { changed, changedCount } = changesOf(ids, [], after)
  expect([changed.length, changedCount]).toEqual([20, 30])
})
