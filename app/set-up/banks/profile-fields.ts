/** What the form of a bank profile asks for, and what it sends. */
import type { BankProfileValues } from '@/payroll/set-up/change'
import type { Option } from '../country-options'
import { type FieldSpec, type FormValues, isChecked, textIn } from '../form-types'

export const profileFields = (timeZones: readonly Option[]): FieldSpec[] => [
  { name: 'name', label: 'Name', kind: 'text', hint: 'The bank, and the contract if you have several with it.' },
  {
    name: 'cutOff',
    label: 'Cut-off',
    kind: 'text',
    type: 'time',
    hint: 'Until when the bank takes a file on the day on which it is to pay.',
  },
  { name: 'timeZone', label: 'Time zone of the bank', kind: 'select', options: timeZones },
  {
    name: 'recallMinutes',
    label: 'Minutes to recall a run',
    kind: 'text',
    type: 'number',
    errorField: 'releaseAfterSeconds',
    hint: 'An approved run waits so long before it goes to the bank. Until then it can be recalled.',
  },
  {
    name: 'opensTime',
    label: 'Send files not before',
    kind: 'text',
    type: 'time',
    optional: true,
    errorField: 'releaseOpens',
    hint: 'Leave it empty to send a file as soon as the run can no longer be recalled.',
  },
  {
    name: 'opensDays',
    label: 'So many bank days before the pay date',
    kind: 'text',
    type: 'number',
    optional: true,
    hint: '0 is the pay date itself.',
  },
  {
    name: 'closedDays',
    label: 'Own holidays of the bank',
    kind: 'lines',
    optional: true,
    hint: 'One day a line, as YYYY-MM-DD. Weekends and the holidays of the euro system are known.',
    placeholder: '2026-12-24',
  },
  {
    name: 'version',
    label: 'File format',
    kind: 'select',
    options: [
      { value: 'pain.001.001.09', label: 'pain.001.001.09 (since 2023)' },
      { value: 'pain.001.001.03', label: 'pain.001.001.03 (older)' },
    ],
  },
  {
    name: 'umlauts',
    label: 'ä, ö and ü become',
    kind: 'select',
    options: [
      { value: 'one-letter', label: 'a, o and u' },
      { value: 'two-letters', label: 'ae, oe and ue' },
    ],
  },
  { name: 'addresses', label: 'The bank wants addresses in its files', kind: 'check' },
  { name: 'salary', label: 'Mark payments as salaries (SALA)', kind: 'check' },
  {
    name: 'batchBooking',
    label: 'The bank may book a file as one line',
    kind: 'check',
    hint: 'Colleagues then do not see each other’s pay on the statement.',
  },
  { name: 'nonSepa', label: 'The bank also takes payments in other currencies and outside SEPA', kind: 'check' },
]

export const NEW_PROFILE: FormValues = {
  ...{ name: '', cutOff: '16:00', timeZone: 'Europe/Berlin', recallMinutes: '10', opensTime: '', opensDays: '', closedDays: '' },
  ...{ version: 'pain.001.001.09', umlauts: 'one-letter', addresses: true, salary: true, batchBooking: true, nonSepa: true },
}

export const formOf = ({ releaseAfterSeconds, releaseOpens, closedDays, ...rest }: BankProfileValues): FormValues => ({
  ...rest,
  recallMinutes: String(releaseAfterSeconds / 60),
  opensTime: releaseOpens?.time ?? '',
  opensDays: releaseOpens ? String(releaseOpens.daysBefore) : '',
  closedDays: closedDays.join('\n'),
})

/** What cannot be a number is sent as one that the server refuses, beside its field. */
export function profileIn(values: FormValues): BankProfileValues {
  const opens = textIn(values, 'opensTime')
  return {
    name: textIn(values, 'name'),
    cutOff: textIn(values, 'cutOff'),
    timeZone: textIn(values, 'timeZone'),
    releaseAfterSeconds: seconds(textIn(values, 'recallMinutes')),
    releaseOpens: opens === '' ? null : { time: opens, daysBefore: Number(textIn(values, 'opensDays').trim() || 0) },
    closedDays: textIn(values, 'closedDays')
      .split(/[\s,;]+/)
      .filter(Boolean),
    version: textIn(values, 'version') as BankProfileValues['version'],
    umlauts: textIn(values, 'umlauts') as BankProfileValues['umlauts'],
    addresses: isChecked(values, 'addresses'),
    salary: isChecked(values, 'salary'),
    batchBooking: isChecked(values, 'batchBooking'),
    nonSepa: isChecked(values, 'nonSepa'),
  }
}

const seconds = (minutes: string): number => (minutes.trim() === '' ? -1 : Math.round(Number(minutes) * 60))
