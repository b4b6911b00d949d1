import { describe, expect, it } from 'vitest'
import { isNoted, isRepeated, NOBODY, type RepeatedRun, type Repetition, repetitionChanges, repetitionSentences } from './repetition'

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
  [
    'one who is paid already',
    {
      people: 1,
      paid: 1,
      runs: [
        { ...RUN, paid: 1 },
        { ...RUN, reference: 'HWA-2027-01-02' },
      ],
    },
    true,
    ['1 of 1 person already has a payout for January 2027 (HWA-2027-01-01; 0 of the same amount and account).'],
  ],
  [
    'thousands who are paid already, in more runs than can be named',
    { people: 1_200, paid: 1_100, paidSame: 1_000, runs: [1, 2, 3, 4, 5].map((n) => ({ ...RUN, reference: `R${n}`, paid: 1 })) },
    true,
    ['1,100 of 1,200 people already have a payout for January 2027 (R1, R2, R3 and 2 more; 1,000 of the same amount and account).'],
  ],
  [
    'two who are paid already, in as many runs as can be named',
    { paid: 2, runs: ['A', 'B', 'C'].map((reference) => ({ ...RUN, reference, paid: 1 })) },
    true,
    ['2 of 8 people already have a payout for January 2027 (A, B, C; 0 of the same amount and account).'],
  ],
  [
    'some whose failed payment was booked after all',
    { bookedAfterAll: { people: 2, references: ['A', 'B'] }, runs: [RUN] },
    true,
    ['For 2 of 8 people the bank has booked a payment that had failed (A, B): paying again would pay twice.'],
  ],
  [
    'some in runs that wait',
    {
      runs: [
        { ...RUN, status: 'draft', people: 1 },
        { ...RUN, reference: 'B', status: 'submitted', people: 2, same: 1_000 },
      ],
    },
    true,
    [
      '1 of 8 people is also in HWA-2027-01-01, a draft (0 with the same amount and account).',
      '2 of 8 people are also in B, which waits for approval (1,000 with the same amount and account).',
    ],
  ],
  [
    'some in more runs that wait than can be named',
    { runs: ['A', 'B', 'C', 'D', 'E'].map((reference) => ({ ...RUN, reference, status: 'draft' as const })) },
    true,
    [
      ...['A', 'B', 'C'].map((reference) => `1 of 8 people is also in ${reference}, a draft (0 with the same amount and account).`),
      'So are people of this run in 2 more runs.',
    ],
  ],
  [
    'three runs that wait',
    { runs: ['A', 'B', 'C'].map((reference) => ({ ...RUN, reference, status: 'draft' as const })) },
    true,
    ['A', 'B', 'C'].map((reference) => `1 of 8 people is also in ${reference}, a draft (0 with the same amount and account).`),
  ],
  [
    'the same pay for other months, in more runs than can be named',
    {
      runs: ['A', 'B', 'C', 'D'].map((reference) => ({
        ...RUN,
        reference,
        period: '2026-11',
        payDate: '2026-11-05',
        status: 'submitted' as const,
      })),
    },
    true,
    [
      ...['A', 'B', 'C'].map(
        (reference) =>
          `1 of 8 people gets the same amount in the same account on 5 November 2026 for November 2026 (${reference}, which waits for approval).`,
      ),
      'So do people of this run in 1 more runs of other months.',
    ],
  ],
  [
    'three runs of another month',
    {
      runs: ['A', 'B', 'C'].map((reference) => ({ ...RUN, reference, period: '2026-02', payDate: '2026-02-27', status: 'draft' as const })),
    },
    true,
    ['A', 'B', 'C'].map(
      (reference) =>
        `1 of 8 people gets the same amount in the same account on 27 February 2026 for February 2026 (${reference}, a draft).`,
    ),
  ],
  [
    'some under another number',
    {
      runs: [
        { ...RUN, byAccount: 1 },
        { ...RUN, byAccount: 2 },
      ],
    },
    true,
    ['2 of 8 people are there under another number, with the same account.'],
  ],
  [
    'one under another number',
    { runs: [{ ...RUN, byAccount: 1 }] },
    true,
    ['1 of 8 people is there under another number, with the same account.'],
  ],
  [
    'the same file, whatever its month',
    {
      runs: [
        { ...RUN, sameFile: true },
        { ...RUN, reference: 'B' },
        { ...RUN, reference: 'C', sameFile: true },
      ],
    },
    true,
    ['It is the same file as HWA-2027-01-01, C.'],
  ],
  ['one line twice', { equalLines: 1 }, true, ['One line equals another line of this run: same person, amount and account.']],
  ['many lines twice', { equalLines: 1_200 }, true, ['1,200 lines equal another line of this run: same person, amount and account.']],
  [
    'one by name and amount',
    { namesakes: in1(1) },
    false,
    ['1 of 8 people has another number and another account than in HWA-2027-01-01, but the same name and amount.'],
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

it('what was kept before bookings were looked at has none', () => {
  expect(repetitionSentences({ ...NONE, bookedAfterAll: undefined as never })).toEqual([])
})

it('three of six are a file of namesakes, three of seven are not', () => {
  expect(isRepeated({ ...NONE, people: 6, namesakes: in1(3) })).toBe(true)
  expect(isRepeated({ ...NONE, people: 7, namesakes: in1(3) })).toBe(false)
})

it.each(
  'January February March April May June July August September October November December'
    .split(' ')
    .map((month, n) => [month, n + 1] as const),
)('%s is month %d', (month, n) => {
  const period = `2027-${String(n).padStart(2, '0')}`
  expect(repetitionSentences({ ...NONE, period, undecided: in1(1) })[0]).toContain(` for ${month} 2027 `)
})

describe('what has changed since somebody looked', () => {
  const run = (reference: string, people: number, paid = 0, same = 0): RepeatedRun => ({ ...RUN, reference, people, paid, same })
  const changes = (before: RepeatedRun[], now: RepeatedRun[], equalLines = 0) =>
    repetitionChanges({ equalLines: 0, runs: before }, { ...NONE, runs: now, equalLines })

  it('is nothing, in whatever order the runs are', () => {
    expect(changes([run('A', 1, 2, 3), run('B', 1)], [run('B', 1), run('A', 1, 2, 3)])).toEqual([])
  })

  it('is every count of a run', () => {
    const words = (people: number, paid: number, same: number) =>
      `${people} of these people (${paid} approved, ${same} with the same amount and account)`
    const saw = `not ${words(1, 0, 0)} as you saw.`
    expect(changes([run('A', 1)], [run('A', 2)])).toEqual([`A has ${words(2, 0, 0)}, ${saw}`])
    expect(changes([run('A', 1)], [run('A', 1, 1)])).toEqual([`A has ${words(1, 1, 0)}, ${saw}`])
    expect(changes([run('A', 1)], [run('A', 1, 0, 1)])).toEqual([`A has ${words(1, 0, 1)}, ${saw}`])
    expect(changes([], [run('A', 1_000, 2_000, 3_000)])).toEqual([
      'A has 1,000 of these people (2,000 approved, 3,000 with the same amount and account), not none of these people as you saw.',
    ])
    expect(changes([run('A', 1)], [])).toEqual([`A has none of these people, ${saw}`])
  })

  it('is how many lines are twice in it', () => {
    expect(changes([], [], 1_200)).toEqual(['1,200 lines equal another, not 0 as you saw.'])
  })
})
