/** A bank profile in words. */
import { dayWords } from '@/components/time-words'
import { yesNo } from '@/components/yes-no'
import type { BankProfileValues } from '@/payroll/set-up/change'

/** Each field as a label and a sentence's part. */
export function profileWords(profile: BankProfileValues): { label: string; value: string }[] {
  const { releaseAfterSeconds, releaseOpens, closedDays } = profile
  return [
    { label: 'Name', value: profile.name },
    { label: 'Cut-off', value: `${profile.cutOff} ${profile.timeZone}, on the pay date` },
    {
      label: 'Can be recalled',
      value: releaseAfterSeconds === 0 ? 'no, not once it is approved' : `for ${durationWords(releaseAfterSeconds)} after approval`,
    },
    {
      label: 'Files go out',
      value: releaseOpens === null ? 'as soon as they may' : `from ${releaseOpens.time}, ${daysWords(releaseOpens.daysBefore)}`,
    },
    {
      label: 'Own holidays',
      value: closedDays.length === 0 ? 'none beside weekends and public bank holidays' : closedDays.map((day) => dayWords(day)).join(', '),
    },
    { label: 'File format', value: profile.version },
    { label: 'ä, ö and ü become', value: profile.umlauts === 'one-letter' ? 'a, o and u' : 'ae, oe and ue' },
    { label: 'Addresses in files', value: yesNo(profile.addresses) },
    { label: 'Marked as salaries (SALA)', value: yesNo(profile.salary) },
    { label: 'Booked as one line', value: profile.batchBooking ? 'yes, one for each file and currency' : 'no, every payment by itself' },
    { label: 'Takes', value: profile.nonSepa ? 'every payment' : 'only euro payments to IBANs in SEPA countries' },
  ]
}

const daysWords = (days: number): string =>
  days === 0 ? 'on the pay date' : days === 1 ? 'one bank day before the pay date' : `${days} bank days before the pay date`

/** "10 minutes", "1 hour 30 minutes", "45 seconds". */
export function durationWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3_600), 'hour'],
    [Math.floor((seconds % 3_600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return said.join(' ') || '0 seconds'
}
