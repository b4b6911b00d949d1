/** If one of these fails, a run goes to the bank before it may, or cannot be recalled as long as its bank's profile says. */
import { expect, it } from 'vitest'
import { type BankTerms, currenciesMoved, releaseAt } from './release-time'

const TERMS: BankTerms = {
  cutOff: '16:30',
  timeZone: 'Europe/Berlin',
  closedDays: [],
  releaseAfterSeconds: 90,
  releaseOpens: null,
  accounts: { own: ['EUR', 'GBP'], home: 'EUR' },
}
const at = (terms: Partial<BankTerms>, payDate: string, approvedAt: string, currencies = ['EUR']) =>
  releaseAt({ ...TERMS, ...terms }, payDate, currencies, new Date(approvedAt)).toISOString()

it('counts the account that pays as well', () => {
  expect(currenciesMoved(TERMS, ['PLN', 'JPY'])).toEqual(['PLN', 'JPY', 'EUR'])
  expect(currenciesMoved(TERMS, ['GBP'])).toEqual(['GBP'])
  expect(currenciesMoved(TERMS, [])).toEqual([])
})

it('is after the grace', () => expect(at({}, '2026-12-01', '2026-11-27T10:00:00Z')).toBe('2026-11-27T10:01:30.000Z'))

it('is not before the profile opens, bank days counted, on the bank’s clock', () => {
  const opens = (daysBefore: number) => ({ releaseOpens: { daysBefore, time: '10:00' } })
  expect(at(opens(0), '2026-12-01', '2026-11-27T10:00:00Z')).toBe('2026-12-01T09:00:00.000Z')
  expect(at(opens(2), '2026-12-01', '2026-11-24T10:00:00Z')).toBe('2026-11-27T09:00:00.000Z')
  expect(at(opens(1), '2027-03-30', '2027-03-01T10:00:00Z')).toBe('2027-03-25T09:00:00.000Z')
  expect(at(opens(1), '2027-03-30', '2027-03-01T10:00:00Z', ['GBP'])).toBe('2027-03-29T08:00:00.000Z')
})

it('counts no day on which the bank itself is closed', () => {
  const terms = { releaseOpens: { daysBefore: 2, time: '10:00' }, closedDays: ['2026-11-30'] }
  expect(at(terms, '2026-12-01', '2026-11-20T10:00:00Z')).toBe('2026-11-26T09:00:00.000Z')
})
it('is after the grace when the profile has opened already', () => {
  expect(at({ releaseOpens: { daysBefore: 2, time: '10:00' } }, '2026-12-01', '2026-11-30T12:00:00Z')).toBe('2026-11-30T12:01:30.000Z')
})
