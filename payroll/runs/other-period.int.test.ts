/** The same pay for another period on nearly the same day, and people whom only name and amount show in another file. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APPROVER, callOf, done, PAY_DATE, PREPARER, refused, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { csvOf, newEmployer, PEOPLE, payrolls, person, sentencesOf } from '@/stack/test-runner/payrolls'
import { changePayDate } from './change-pay-date'
import { repetitionSentences } from './repetition'
import { readRun } from './run'
import { submitRun } from './submit-run'

let test: TestLedger
let companyId: string
const REASON = { reason: 'They get a second part.' }
const VIEWER = { userId: APPROVER.id, companies: null }

beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())
beforeEach(async () => {
  companyId = await newEmployer(test.ledger)
})
const { draft, submitted, paid } = payrolls(() => ({ ledger: test.ledger, companyId }))

describe('the same pay for another period', () => {
  const pay = csvOf(PEOPLE)
  // 25 November 2099 is a Wednesday.
  it.each([
    [
      'on the same day',
      '2026-12',
      PAY_DATE,
      /^20 of 20 people get the same amount in the same account on 25 November 2099 for November 2026 \(\S+\)\. It is the same file/,
    ],
    ['two days later', '2026-12', '2099-11-27', /^20 of 20 people get/],
    ['for a month later and weeks before it', '2026-12', '2099-11-02', /^20 of 20 people get/],
    ['for a month before and weeks after it', '2026-10', '2099-12-14', /^20 of 20 people get/],
    ['for a month before on the same day', '2026-10', PAY_DATE, /^20 of 20 people get/],
  ] as const)('is asked about %s', async (_, period, payDate, words) => {
    await paid(pay, { period: '2026-11' })
    expect(await sentencesOf(draft(pay, { period, payDate }))).toMatch(words)
  })

  it.each([
    ['of the next week', '2026-12', '2099-12-02'],
    ['of the next month', '2026-12', '2099-12-23'],
    ['of the month before', '2026-10', '2099-10-23'],
  ])('is not asked about when it is the pay %s', async (_, period, payDate) => {
    await paid(pay, { period: '2026-11' })
    done(await draft(pay, { period, payDate }))
  })

  it('is of the same amount in the same account, by any number, and asks again when its day is moved', async () => {
    const first = await submitted(pay, { period: '2026-11' })
    const others = PEOPLE.map((each) => ({ ...each, number: `X${each.number}` }))
    const same = csvOf([...others.slice(0, 2), { ...person(2), amount: '1.00' }, { ...person(3), account: person(999).account }])
    expect(await sentencesOf(draft(same))).toMatch(/^2 of 4 people get .* for November 2026 \(\S+, which waits for approval\)/)
    done(
      await draft(
        csvOf([
          { ...person(2), amount: '1.00' },
          { ...person(3), account: person(999).account },
        ]),
      ),
    )
    const { id } = done(await draft(csvOf([person(4)]), { payDate: '2099-12-23' }))
    expect((await readRun(test.ledger, VIEWER, id))?.repetition).toBeNull()
    done(await changePayDate(test.ledger, callOf(PREPARER), id, 1, PAY_DATE))
    expect((await readRun(test.ledger, VIEWER, id))?.repetition?.runs).toMatchObject([{ runId: first.id, people: 1, paid: 0, same: 1 }])
    expect(refused(await submitRun(test.ledger, callOf(PREPARER), id, 2))).toBe('repeated')
    done(await submitRun(test.ledger, callOf(PREPARER), id, 2, REASON))
  })
})

describe('a name and an amount of another file', () => {
  it('is said, and takes no reason, where a few of many have a name and an amount of the other file only', async () => {
    await paid(csvOf(PEOPLE.slice(0, 5)))
    const namesake = { ...person(1), number: '9001', account: person(801).account }
    const others = [person(11), person(12), person(13), { ...person(2), number: '9002', account: person(802).account, amount: '7.00' }]
    const run = done(await draft(csvOf([namesake, ...others])))
    const { repetition } = (await readRun(test.ledger, VIEWER, run.id)) ?? {}
    expect(repetition && repetitionSentences(repetition)).toEqual([
      expect.stringMatching(/^1 of 5 people has another number and another account than in/),
    ])
    done(await submitRun(test.ledger, callOf(PREPARER), run.id, 1))
  })
})
