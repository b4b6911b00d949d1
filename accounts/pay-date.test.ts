/** If one of these fails, a bank is asked to pay on a day it cannot, or a payroll is refused for a day on which it could be paid. */
import { describe, expect, it } from 'vitest'
import { type BankHours, judgePayDate, nextPayDate, payDateSentence } from './pay-date'

const BERLIN = { cutOff: '16:30', timeZone: 'Europe/Berlin', closedDays: [] }
const TOKYO = { cutOff: '09:00', timeZone: 'Asia/Tokyo', closedDays: [] }
const HONOLULU = { cutOff: '23:30', timeZone: 'Pacific/Honolulu', closedDays: [] }
const MONDAY = '2026-11-23T09:00:00Z'

const judge = (payDate: string, at: string, currencies: string[], bank: BankHours = BERLIN) => {
  const asked = { payDate, currencies, bank, at: new Date(at) }
  const problem = judgePayDate(asked)
  return problem && `${problem.code} ${nextPayDate(asked)}`
}

describe('the pay date', () => {
  it.each<[string, string, string, string[], string | null, typeof BERLIN?]>([
    ['in time', '2026-11-25', MONDAY, ['EUR'], null],
    ['today, before the cut-off', '2026-11-23', '2026-11-23T15:29:59Z', ['EUR'], null],
    ['today, at the cut-off', '2026-11-23', '2026-11-23T15:30:00Z', ['EUR'], 'cut-off 2026-11-24'],
    ['yesterday', '2026-11-20', MONDAY, ['EUR'], 'passed 2026-11-23'],
    ['yesterday, after today’s cut-off', '2026-11-20', '2026-11-23T20:00:00Z', ['EUR'], 'passed 2026-11-24'],
    ['long ago, asked on a Friday night', '2020-01-03', '2026-11-27T20:00:00Z', ['EUR'], 'passed 2026-11-30'],
    ['a Sunday, pounds only', '2026-11-29', MONDAY, ['GBP'], 'closed 2026-11-30'],
    ['a Saturday, yen only', '2026-11-28', MONDAY, ['JPY'], 'closed 2026-11-30'],
    ['Christmas, euros', '2026-12-25', MONDAY, ['EUR'], 'closed 2026-12-28'],
    ['Christmas, pounds: no bank works', '2026-12-25', MONDAY, ['GBP'], 'closed 2026-12-28'],
    ['Labour Day, pounds: only TARGET’s days are known', '2026-05-01', '2026-04-27T09:00:00Z', ['GBP'], null],
    ['Good Friday, a mixed run', '2027-03-26', MONDAY, ['GBP', 'EUR'], 'closed 2027-03-30'],
    ['a new day in Tokyo while it is yesterday in UTC', '2026-11-23', '2026-11-23T15:30:00Z', ['JPY'], 'passed 2026-11-24', TOKYO],
    ['still the day before in Honolulu', '2026-11-23', '2026-11-24T09:29:59Z', ['USD'], null, HONOLULU],
    ['past Honolulu’s cut-off, still its day', '2026-11-23', '2026-11-24T09:30:00Z', ['USD'], 'cut-off 2026-11-24', HONOLULU],
    ['the day the clocks go forward is a Sunday', '2026-03-29', '2026-03-27T09:00:00Z', ['USD'], 'closed 2026-03-30'],
    ['29 February', '2028-02-29', '2028-02-28T09:00:00Z', ['EUR'], null],
  ])('%s', (_what, payDate, at, currencies, expected, bank) => expect(judge(payDate, at, currencies, bank)).toBe(expected))

  it('leaves out the days on which the bank itself is closed, however many', () => {
    const closedDays = ['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31']
    expect(judge('2026-12-21', MONDAY, ['EUR'], { ...BERLIN, closedDays })).toBe('closed 2027-01-04')
    expect(judge('2026-12-18', MONDAY, ['EUR'], { ...BERLIN, closedDays })).toBeNull()
  })

  it('is said with the day that is possible', () => {
    const asked = { payDate: '2026-12-25', currencies: ['EUR'], bank: BERLIN, at: new Date(MONDAY) }
    const problem = judgePayDate(asked)
    expect(problem && payDateSentence(problem, nextPayDate(asked))).toBe(
      'Banks do not pay on 2026-12-25, Christmas Day. Choose an earlier day. The next possible day is 2026-12-28.',
    )
  })
})
