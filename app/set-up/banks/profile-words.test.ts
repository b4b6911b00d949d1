import { expect, it } from 'vitest'
import type { BankProfileValues } from '@/payroll/set-up/change'
import { durationWords, profileWords } from './profile-words'

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [90, '1 minute 30 seconds'],
  [600, '10 minutes'],
  [5_400, '1 hour 30 minutes'],
])('%i seconds are %s', (seconds, words) => expect(durationWords(seconds)).toBe(words))

const PROFILE: BankProfileValues = {
  ...{ name: 'Hausbank', cutOff: '15:00', timeZone: 'Europe/Berlin', releaseAfterSeconds: 600, closedDays: ['2026-12-24'] },
  ...{ releaseOpens: { daysBefore: 2, time: '10:00' }, version: 'pain.001.001.09', umlauts: 'two-letters', addresses: true },
  ...{ salary: false, batchBooking: true, nonSepa: false },
}

it('says every field of a profile in words', () => {
  const words = profileWords(PROFILE)
  expect(words.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Name: Hausbank',
    'Cut-off: 15:00 Europe/Berlin, on the pay date',
    'Can be recalled: for 10 minutes after approval',
    'Files go out: from 10:00, 2 bank days before the pay date',
    'Own holidays: 24 Dec 2026',
    'File format: pain.001.001.09',
    'ä, ö and ü become: ae, oe and ue',
    'Addresses in files: yes',
    'Marked as salaries (SALA): no',
    'Booked as one line: yes, one for each file and currency',
    'Takes: only euro payments to IBANs in SEPA countries',
  ])
})

it('says so when an approval is final', () => {
  const words = profileWords({ ...PROFILE, releaseAfterSeconds: 0 })
  expect(words.find(({ label }) => label === 'Can be recalled')?.value).toBe('no, not once it is approved')
})
