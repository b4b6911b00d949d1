import { expect, it } from 'vitest'
import { isNoted, isRepeated, NOBODY, type RepeatedRun, type Repetition, repetitionSentences } from './repetition'

const NONE: Repetition = {
  ...{ period: '2027-01', people: 8, paid: 0, paidSame: 0, equalLines: 0, runs: [] },
  ...{ bookedAfterAll: NOBODY, paidOtherwise: NOBODY, notOwed: NOBODY, undecided: NOBODY, namesakes: NOBODY },
}
const RUN: RepeatedRun = {
  ...{ runId: '1', reference: 'HWA-2027-01-01', status: 'settled', kind: 'regular', period: '2027-01', payDate: '2027-01-22' },
  ...{ people: 1, paid: 0, same: 0, byAccount: 0, sameFile: false },
}
const in1 = (people: number) => ({ people, references: [RUN.reference] })

it.each<[string, Partial<Repetition>, boolean, string[]]>([
  ['nothing', {}, false, []],
  [
    'one who was paid another way, and two who are owed nothing',
    { runs: [{ ...RUN, people: 3 }], paidOtherwise: in1(1), notOwed: in1(2) },
    true,
    [
      '1 of 8 people was marked as paid another way for January 2027 (HWA-2027-01-01).',
      '2 of 8 people were marked as no longer owed for January 2027 (HWA-2027-01-01).',
    ],
  ],
  [
    'a payment that failed, without a decision',
    { undecided: in1(1) },
    false,
    ['The payment of 1 of 8 people for January 2027 failed or came back, and it has no outcome yet (HWA-2027-01-01).'],
  ],
  [
    'the same pay for another month',
    { runs: [{ ...RUN, reference: 'HWA-2026-12-01', period: '2026-12', payDate: '2026-12-18', people: 6, paid: 6, same: 6 }] },
    true,
    ['6 of 8 people get the same amount in the same account on 18 December 2026 for December 2026 (HWA-2026-12-01).'],
  ],
  [
    'three of eight by name and amount',
    { namesakes: in1(3) },
    false,
    ['3 of 8 people have another number and another account than in HWA-2027-01-01, but the same name and amount.'],
  ],
  [
    'four of eight by name and amount',
    { namesakes: in1(4) },
    true,
    ['4 of 8 people have another number and another account than in HWA-2027-01-01, but the same name and amount.'],
  ],
])('%s', (_, change, asks, sentences) => {
  const repetition = { ...NONE, ...change }
  expect(repetitionSentences(repetition)).toEqual(sentences)
  expect(isRepeated(repetition)).toBe(asks)
  expect(isNoted(repetition)).toBe(sentences.length > 0)
})

it('two people of a run of two are no file of namesakes', () => {
  expect(isRepeated({ ...NONE, people: 2, namesakes: in1(2) })).toBe(false)
})
