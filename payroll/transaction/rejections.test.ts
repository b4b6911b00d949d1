/** If one of these fails, somebody is told no and cannot know why, or a refusal passes for a result. */
import { describe, expect, it } from 'vitest'
import { NOBODY, type Repetition } from '../runs/repetition'
import { isRejection, type Rejection, sentenceOf } from './rejections'

const REPETITION: Repetition = {
  ...{ period: '2027-01', people: 8, paid: 0, paidSame: 0, equalLines: 1, runs: [], bookedAfterAll: NOBODY },
  ...{ paidOtherwise: NOBODY, notOwed: NOBODY, undecided: NOBODY, namesakes: NOBODY },
}
const EQUAL = 'One line equals another line of this run: same person, amount and account.'

/** One of each, with words that its sentence must have: what it is about, and what to do. */
const EACH: { [Code in Rejection['code']]: [Extract<Rejection, { code: Code }>, RegExp] } = {
  'not-found': [{ code: 'not-found', what: 'run' }, /^This run does not exist, or you do not have access/],
  'wrong-state': [
    { code: 'wrong-state', what: 'run', status: 'paying', wanted: 'a draft' },
    /^The run is paying now\. You can only do this while it is a draft\.$/,
  ],
  'four-eyes': [{ code: 'four-eyes', because: 'proposed' }, /^You proposed this, so someone else must confirm/],
  'hand-in-run': [{ code: 'hand-in-run', act: 'prepared', reference: 'HWA-1' }, /^You prepared run HWA-1, .* someone else must confirm/],
  'proposed-before': [{ code: 'proposed-before' }, /already proposed/],
  'proposal-changed': [{ code: 'proposal-changed' }, /proposal has changed.*Nothing was done/],
  'nothing-to-apply': [{ code: 'nothing-to-apply', because: 'It was applied before.' }, /change nothing\. It was applied before\.$/],
  'not-all-yours': [{ code: 'not-all-yours' }, /companies you do not work for/],
  'effect-changed': [{ code: 'effect-changed' }, /no longer make the changes you saw/],
  'file-gone': [{ code: 'file-gone', of: 'a bank' }, /no longer in the archive/],
  'no-match': [{ code: 'no-match', because: 'The amounts differ by 3.00 EUR.' }, /^The amounts differ by 3\.00 EUR\.$/],
  unsuited: [{ code: 'unsuited', because: 'A fee cannot be matched.' }, /^A fee cannot be matched\.$/],
  'seal-changed': [{ code: 'seal-changed' }, /lines have changed.*Nothing was approved/],
  'version-behind': [{ code: 'version-behind', current: {}, changed: [] }, /changed since you opened it\. Nothing was done/],
  'imported-before': [{ code: 'imported-before', reference: 'HWA-1', runId: 'r' }, /already been imported as run HWA-1\.$/],
  repeated: [
    { code: 'repeated', repetition: REPETITION, changes: [] },
    /^One line equals .* account\. Give the reason for paying them again\.$/,
  ],
  'sepa-only': [{ code: 'sepa-only', bank: 'Sparbank', payouts: 1 }, /^Sparbank only takes .* one payout is not a SEPA payment\. Pay/],
  'not-yet': [{ code: 'not-yet', at: '16:30' }, /goes to the bank at 16:30\. You can recall/],
  'pay-date': [
    { code: 'pay-date', problem: { code: 'passed', payDate: '2026-11-25' }, next: '2026-11-26' },
    /2026-11-25 has passed\. The next possible day is 2026-11-26\.$/,
  ],
  rows: [{ code: 'rows', problems: [{ row: 1, field: 'amount', reason: 'r' }] }, /^The file has one problem\. Nothing was saved\.$/],
  field: [{ code: 'field', field: 'code', reason: 'Another company has this code.' }, /^Another company has this code\.$/],
  'code-needed': [{ code: 'code-needed' }, /above the company’s approval limit/],
  'link-gone': [{ code: 'link-gone', because: 'expired' }, /has expired\. Ask an administrator/],
  'key-reused': [{ code: 'key-reused' }, /key was used for another request/],
  'in-progress': [{ code: 'in-progress' }, /still running/],
}

describe('a refusal', () => {
  it.each(Object.values(EACH))('%j is told in whole sentences', (rejection, words) => {
    expect(sentenceOf(rejection)).toMatch(words)
    expect(sentenceOf(rejection)).toMatch(/^[A-Z].{10,}\.$/)
  })

  it.each(Object.values(EACH).map(([rejection]) => rejection))('%j is known for one', (rejection) =>
    expect(isRejection(rejection)).toBe(true),
  )

  it('is nothing that only looks like one', () => {
    for (const value of [{}, { code: 'EUR' }, { code: undefined }, { status: 'rows' }]) expect(isRejection(value)).toBe(false)
  })
})

describe('a refusal says', () => {
  it.each<[Rejection, string]>([
    [{ code: 'not-found', what: 'finding' }, 'This bank exception does not exist, or you do not have access to it.'],
    [{ code: 'four-eyes', because: 'prepared' }, 'You prepared this run, so someone else must approve it.'],
    [{ code: 'four-eyes', because: 'submitted' }, 'You submitted this run, so someone else must approve it.'],
    [{ code: 'four-eyes', because: 'uploaded' }, 'You uploaded this run’s file, so someone else must approve it.'],
    [
      { code: 'hand-in-run', act: 'set-pay-date', reference: 'HWA-1' },
      'You set run HWA-1’s pay date, and this affects that run, so someone else must confirm it.',
    ],
    [
      { code: 'hand-in-run', act: 'edited', reference: 'HWA-1' },
      'You edited rows in run HWA-1, and this affects that run, so someone else must confirm it.',
    ],
    [
      { code: 'sepa-only', bank: 'Sparbank', payouts: 3 },
      'Sparbank only takes euro payments to IBANs in SEPA countries, and 3 payouts are not SEPA payments. Pay them from a company whose bank takes them.',
    ],
    [{ code: 'rows', problems: [] }, 'The file has 0 problems. Nothing was saved.'],
    [
      { code: 'repeated', repetition: REPETITION, changes: ['A has none.', 'B has two.'] },
      `This has changed since you opened it: A has none. B has two. Look again. ${EQUAL}`,
    ],
    [
      { code: 'repeated', repetition: { ...REPETITION, undecided: { people: 1, references: ['HWA-0'] } }, changes: [] },
      `${EQUAL} The payment of 1 of 8 people for January 2027 failed or came back, and it has no outcome yet (HWA-0). Give the reason for paying them again.`,
    ],
  ])('%j: %s', (rejection, sentence) => expect(sentenceOf(rejection)).toBe(sentence))

  it.each([
    ['draft', 'a draft'],
    ['held', 'on hold'],
    ['prepared', 'not sent yet'],
    ['handing-over', 'being sent to the bank'],
    ['in-doubt', 'waiting for an answer whether the bank has it'],
    ['handed-over', 'sent to the bank'],
    ['written-off-by-us', 'written off by us'],
  ])('the state %s in words: %s', (status, words) => {
    expect(sentenceOf({ code: 'wrong-state', what: 'payout', status, wanted: 'approved' })).toBe(
      `The payout is ${words} now. You can only do this while it is approved.`,
    )
  })
})
