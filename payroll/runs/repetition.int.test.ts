/** Nobody is paid twice because a file came twice, in whatever form it comes and through whichever door. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import {
  ACCOUNT_HASH_KEY,
  APPROVER,
  callOf,
  done,
  PAY_DATE,
  PREPARER,
  refused,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { csvOf, newEmployer, PEOPLE, type Person, payrolls, person, repetitionOf, sentencesOf } from '@/stack/test-runner/payrolls'
import { paysSeveralLines } from '../imports/several-lines'
import { approveRun } from './approve-run'
import { cancelRun } from './cancel-run'
import { createDraft } from './create-draft'
import { findRunRepetition } from './find-repetition'
import { readHistory } from './history'
import type { Acceptance } from './repetition'
import { readRun } from './run'
import { submitRun } from './submit-run'

let test: TestLedger
let companyId: string
const REASON: Acceptance = { reason: 'They get a second part.' }
const VIEWER = { userId: APPROVER.id, companies: null }

beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())
beforeEach(async () => {
  companyId = await newEmployer(test.ledger)
})
const { draft, submitted, paid } = payrolls(() => ({ ledger: test.ledger, companyId }))

const wide = (number: string): string => number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
/** The same people by numbers written otherwise, whose accounts are others too. */
const writtenOtherwise = (write: (number: string) => string): string =>
  csvOf(PEOPLE.map((each, n) => ({ ...each, number: write(each.number), account: person(700 + n).account })))

const seenOf = (id: string) => test.ledger.$transaction((tx) => findRunRepetition(tx, id))
const set = (people: readonly Person[], at: number, change: Partial<Person>): Person[] =>
  people.map((each, n) => (n === at ? { ...each, ...change } : each))

describe('a file that came twice', () => {
  const first = csvOf(PEOPLE)
  const shuffled = csvOf(PEOPLE.toReversed())
  const forms: [string, string, RegExp][] = [
    ['the same bytes', first, /^20 of 20 people already have .*20 of the same amount and account\). It is the same file as/],
    ['one empty line more', `${first}\n`, /^20 of 20 people .*; 20 of/],
    ['another order', shuffled, /^20 of 20 people .*; 20 of/],
    ['one amount changed', csvOf(set(PEOPLE, 3, { amount: '9999.00' })), /^20 of 20 people .*; 19 of/],
    ['other columns', first.replace(/^(.*),(.*)$/gm, '$2,$1'), /^20 of 20 people .*; 20 of/],
    ['one account changed', csvOf(set(PEOPLE, 3, { account: person(999).account })), /^20 of 20 people .*; 19 of/],
    ['half of it', csvOf(PEOPLE.slice(10)), /^10 of 10 people .*; 10 of/],
    ['one of them among others', csvOf([...Array.from({ length: 4 }, (_, n) => person(50 + n)), person(7)]), /^1 of 5 people already has/],
    ['other spelling of the names', csvOf(PEOPLE.map((each) => ({ ...each, name: each.name.replace('ß', 'ss') }))), /^20 of 20 people/],
    ['zeros before the numbers', csvOf(PEOPLE.map((each) => ({ ...each, number: `00${each.number}` }))), /^20 of 20 people .*; 20 of/],
    ['numbers that a spreadsheet made fractions', writtenOtherwise((number) => `${number}.0`), /^20 of 20 people .*; 0 of/],
    ['numbers with a comma', writtenOtherwise((number) => `"${number.replace(/^./, '$&,')}"`), /^20 of 20 people .*; 0 of/],
    ['numbers in wide digits', writtenOtherwise(wide), /^20 of 20 people .*; 0 of/],
    ['numbers with a mark before them', writtenOtherwise((number) => `#${number}`), /^20 of 20 people .*; 0 of/],
    [
      'other numbers and other accounts',
      csvOf(PEOPLE.map((each, n) => ({ ...each, number: `9${each.number}`, account: person(800 + n).account }))),
      /^20 of 20 people have another number and another account than in \S+, but the same name and amount\.$/,
    ],
    ['numbers with a thin blank', writtenOtherwise((number) => number.replace(/^./, '$&\u202f')), /^20 of 20 people .*; 0 of/],
    [
      'other numbers',
      csvOf(PEOPLE.map((each) => ({ ...each, number: `X-${each.number}` }))),
      /^20 of 20 people .*20 of 20 people are there under another number/,
    ],
    [
      'the names for the numbers, and other accounts',
      csvOf(PEOPLE.map((each, n) => ({ ...each, number: each.name, account: person(500 + n).account }))),
      /^20 of 20 people .*; 0 of/,
    ],
  ]
  it.each(forms)('is recognised as %s', async (_, csv, words) => {
    const run = await paid(first)
    const said = await sentencesOf(draft(csv))
    expect(said).toMatch(words)
    expect(said).toContain(`-2026-12-01`)
    expect(await readRun(test.ledger, VIEWER, run.id)).toMatchObject({ repetition: null, accepted: [] })
  })

  it('is recognised beside a file of names that was first', async () => {
    await paid(csvOf(PEOPLE.map((each, n) => ({ ...each, number: each.name, account: person(500 + n).account }))))
    expect(await sentencesOf(draft(first))).toMatch(/^20 of 20 people .*; 0 of/)
  })

  it('is recognised split over two files, and the other half is not', async () => {
    await paid(csvOf(PEOPLE.slice(0, 10)))
    done(await draft(csvOf(PEOPLE.slice(10))))
    expect(await sentencesOf(draft(csvOf(PEOPLE)))).toMatch(/^10 of 20 people already .*10 of 20 people are also in .*, a draft \(10 with/)
  })

  it('is no repetition for another period, with the very same bytes', async () => {
    await paid(first, { period: '2026-11', payDate: '2099-10-23' })
    const run = done(await draft(first, { period: '2026-12' }))
    done(await submitRun(test.ledger, callOf(PREPARER), run.id, 1))
    expect(await readRun(test.ledger, VIEWER, run.id)).toMatchObject({ repetition: null })
  })

  it('is none of another company', async () => {
    await paid(first)
    const other = companyId
    companyId = test.companyId
    done(await draft(first))
    companyId = other
  })

  it('is none by an account that many share', async () => {
    const shared = (prefix: string, many: number) =>
      PEOPLE.slice(0, many).map((each) => ({ ...each, number: prefix + each.number, account: person(1).account }))
    await paid(csvOf(shared('A', 1)))
    expect(await sentencesOf(draft(csvOf(shared('B', 10))))).toMatch(/^10 of 10 people/)
    done(await draft(csvOf(shared('C', 11))))
  })

  it('is none when the first was cancelled', async () => {
    const { id } = done(await draft(first))
    done(await cancelRun(test.ledger, callOf(PREPARER), id, 1, 'wrong month'))
    done(await draft(first))
  })
})

describe('paying people again', () => {
  it('takes a reason from preparer and approver, each of them named in history', async () => {
    await paid(csvOf(PEOPLE))
    const again = csvOf(set(PEOPLE, 0, { amount: '50.00' }))
    expect(refused(await draft(again))).toBe('repeated')
    const { id } = done(await draft(again, { kind: 'correction', acceptance: { reason: 'Overtime was missing.' } }))
    expect(refused(await submitRun(test.ledger, callOf(PREPARER), id, 1))).toBe('repeated')
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 1, { reason: 'Asked the employer.' }))
    const seen = await seenOf(id)
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? ''))).toBe('repeated')
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? '', { reason: 'Saw their mail.', seen }))
    const run = await readRun(test.ledger, VIEWER, id)
    expect(run?.kind).toBe('correction')
    expect(run?.accepted.map(({ step, reason, by }) => [step, reason, by])).toEqual([
      ['approval', 'Saw their mail.', APPROVER.name],
      ['submission', 'Asked the employer.', PREPARER.name],
      ['draft', 'Overtime was missing.', PREPARER.name],
    ])
    const history = (await readHistory(test.ledger, id)).filter(({ type }) => type === 'audit.repetition-accepted')
    expect(history.map(({ actor, reason }) => `${actor.name}: ${reason}`)).toEqual([
      `${APPROVER.name}: Saw their mail.`,
      `${PREPARER.name}: Asked the employer.`,
      `${PREPARER.name}: Overtime was missing.`,
    ])
    expect(history[0]?.state.sentence).toMatch(/^20 of 20 people already have a payout for December 2026 .*; 19 of the same/)
  })

  it('does not use a key up that was refused for want of a reason', async () => {
    await paid(csvOf(PEOPLE))
    const call = callOf(PREPARER, 'again', 'one')
    expect(refused(await draft(csvOf(PEOPLE), { call }))).toBe('repeated')
    done(await draft(csvOf(PEOPLE), { call: callOf(PREPARER, 'again', 'with reason'), acceptance: REASON }))
  })

  it('of two drafts made at the same moment lets one through', async () => {
    const both = await Promise.all([draft(csvOf(PEOPLE)), draft(`${csvOf(PEOPLE)}\n`)])
    expect(both.filter(({ result }) => result.ok)).toHaveLength(1)
    expect(both.find(({ result }) => !result.ok)?.result).toMatchObject({ rejection: { code: 'repeated' } })
  })

  it('refuses the second approval of two at the same moment: the repetition is more than was seen', async () => {
    const one = await submitted(csvOf(PEOPLE))
    const two = await submitted(`${csvOf(PEOPLE)}\n`, { acceptance: REASON })
    const seen = async (id: string) => ({ reason: 'Both are meant.', seen: await seenOf(id) })
    const [seenOne, seenTwo] = [await seen(one.id), await seen(two.id)]
    const answers = await Promise.all([
      approveRun(test.ledger, callOf(APPROVER), one.id, 2, one.seal, seenOne),
      approveRun(test.ledger, callOf(APPROVER), two.id, 2, two.seal, seenTwo),
    ])
    expect(answers.filter(({ result }) => result.ok)).toHaveLength(1)
    const late = answers.find(({ result }) => !result.ok)?.result
    expect(late).toMatchObject({
      rejection: { code: 'repeated', changes: [expect.stringContaining('has 20 of these people (20 approved')] },
    })
  })

  it('refuses the submission of a draft whose people were submitted meanwhile', async () => {
    const early = done(await draft(csvOf(PEOPLE)))
    await submitted(csvOf(PEOPLE), { acceptance: REASON })
    expect(refused(await submitRun(test.ledger, callOf(PREPARER), early.id, 1))).toBe('repeated')
    const seen = { equalLines: 0, runs: [] }
    const stale = await submitRun(test.ledger, callOf(PREPARER), early.id, 1, { reason: 'I saw none.', seen })
    expect(refused(stale)).toBe('repeated')
    expect(await readRun(test.ledger, VIEWER, early.id)).toMatchObject({ status: 'draft', accepted: [] })
  })

  it('says of how many runs, when everybody is paid for the fifth time', async () => {
    for (let time = 0; time < 5; time++) await paid(csvOf(PEOPLE), { acceptance: REASON })
    const { runs, paid: people, paidSame } = await repetitionOf(draft(csvOf(PEOPLE)))
    expect([runs.length, people, paidSame]).toEqual([5, 20, 20])
    expect(await sentencesOf(draft(csvOf(PEOPLE)))).toMatch(/-12-05-\w+, .*-12-04-\w+, .*-12-03-\w+ and 2 more; 20 of the same/)
  })
})

describe('two lines for one person', () => {
  const SALARY_AND_BONUS = csvOf([person(1), { ...person(1), amount: '500.00' }, person(2)])
  const read = (csv: string, severalLines: boolean) => readPayrollBytes(Buffer.from(csv), null, severalLines)
  const drafted = async (csv: string, acceptance?: Acceptance) => {
    const file = await read(csv, true)
    if (!file.ok) throw new Error(JSON.stringify(file.problems))
    const named = { companyId, period: '2026-12', payDate: PAY_DATE, sourceName: 'pay.csv', sourceHash: 'e'.repeat(64) }
    const draft = { ...named, lines: file.lines, severalLines: true, acceptance }
    return createDraft(test.ledger, callOf(PREPARER), draft, ACCOUNT_HASH_KEY)
  }

  it('are refused until it was said that each is paid, which is remembered for the company when its run is approved', async () => {
    expect(await read(SALARY_AND_BONUS, false)).toMatchObject({ ok: false, problems: [{ row: 3 }] })
    expect(await paysSeveralLines(test.ledger, companyId)).toBe(false)
    const run = done(await drafted(SALARY_AND_BONUS))
    expect(await readRun(test.ledger, VIEWER, run.id)).toMatchObject({ lines: 3, repetition: null })
    expect(await paysSeveralLines(test.ledger, companyId)).toBe(false)
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), run.id, 1))
    done(await approveRun(test.ledger, callOf(APPROVER), run.id, 2, seal ?? ''))
    expect(await paysSeveralLines(test.ledger, companyId)).toBe(true)
    expect(await paysSeveralLines(test.ledger, test.companyId)).toBe(false)
  })

  it('that are equal need a reason at the draft, at submission and at approval', async () => {
    const twice = csvOf([person(1), person(1), person(2)])
    expect(await sentencesOf(drafted(twice))).toBe('One line equals another line of this run: same person, amount and account.')
    const { id } = done(await drafted(twice, REASON))
    expect(refused(await submitRun(test.ledger, callOf(PREPARER), id, 1))).toBe('repeated')
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 1, REASON))
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? ''))).toBe('repeated')
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal ?? '', { reason: 'Both are meant.', seen: await seenOf(id) }))
  })

  it('are at most twenty', async () => {
    const lines = Array.from({ length: 21 }, (_, n) => ({ ...person(1), amount: `${100 + n}.00` }))
    expect(await read(csvOf(lines), true)).toMatchObject({
      ok: false,
      problems: [{ row: 22, reason: 'This person has more than 20 lines.' }],
    })
    expect(await read(csvOf(lines.slice(1)), true)).toMatchObject({ ok: true })
  })
})
