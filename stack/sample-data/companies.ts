/** Three invented employers, where their people live, and what they pay them in: eight corridors, six currencies. */

import type { NewBankProfile } from '@/payroll/companies/create-company'

/** `salary` in whole units of the currency, the middle of what is paid. */
export type Corridor = { country: string; currency: string; people: number; salary: number }
export type SampleCompany = {
  code: string
  name: string
  country: string
  town: string
  /** It pays on the last day of the month, and its bank's statement of that day is read on the first of the next. */
  paysLast?: true
  bank: NewBankProfile
  accounts: readonly { currency: string; account: string; bic: string; home: boolean }[]
  corridors: readonly Corridor[]
}

/** Long enough to recall a run in a demonstration, short enough to wait for. A real bank's profile has minutes or a time of day. */
const RECALL_SECONDS = 8

export const SAMPLE_COMPANIES: readonly SampleCompany[] = [
  {
    code: 'NLG',
    name: 'Nordlicht Logistik (sample)',
    country: 'DE',
    town: 'Lübeck',
    bank: {
      name: 'Sample Bank of the North',
      cutOff: '16:30',
      timeZone: 'Europe/Berlin',
      batchBooking: false,
      umlauts: 'two-letters',
      addresses: true,
      releaseAfterSeconds: RECALL_SECONDS,
    },
    accounts: [{ currency: 'EUR', account: 'DE02120300000000202051', bic: 'BYLADEM1001', home: true }],
    corridors: [
      { country: 'DE', currency: 'EUR', people: 760, salary: 3150 },
      { country: 'ES', currency: 'EUR', people: 360, salary: 2400 },
      { country: 'PL', currency: 'PLN', people: 240, salary: 7400 },
    ],
  },
  {
    code: 'HWA',
    name: 'Hafenwerk (sample)',
    country: 'DE',
    town: 'Hamburg',
    // An older contract: the old message version, everything of a day booked as one line.
    bank: {
      name: 'Sample Harbour Bank',
      cutOff: '14:00',
      timeZone: 'Europe/Berlin',
      batchBooking: true,
      version: 'pain.001.001.03',
      releaseAfterSeconds: RECALL_SECONDS,
    },
    accounts: [{ currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }],
    corridors: [
      { country: 'DE', currency: 'EUR', people: 600, salary: 3480 },
      { country: 'JP', currency: 'JPY', people: 90, salary: 390_000 },
      { country: 'KW', currency: 'KWD', people: 60, salary: 920 },
    ],
  },
  {
    code: 'PFB',
    name: 'Polder Foods (sample)',
    country: 'NL',
    town: 'Rotterdam',
    paysLast: true,
    bank: {
      name: 'Sample Polder Bank',
      cutOff: '16:30',
      timeZone: 'Europe/Amsterdam',
      batchBooking: false,
      releaseAfterSeconds: RECALL_SECONDS,
    },
    accounts: [
      { currency: 'EUR', account: 'NL91ABNA0417164300', bic: 'ABNANL2A', home: true },
      { currency: 'USD', account: 'NL39RABO0300065264', bic: 'RABONL2U', home: false },
    ],
    corridors: [
      { country: 'NL', currency: 'EUR', people: 500, salary: 3300 },
      { country: 'GB', currency: 'GBP', people: 170, salary: 2650 },
      { country: 'US', currency: 'USD', people: 120, salary: 4300 },
    ],
  },
]
