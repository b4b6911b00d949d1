import { expect, it } from 'vitest'
import { perCurrency } from './totals'

it('adds the rails of one currency up, exactly, and keeps currencies apart', () => {
  expect(
    perCurrency([
      { currency: 'EUR', rail: 'sepa', amountMinor: '9007199254740993', payouts: 400 },
      { currency: 'JPY', rail: 'swift', amountMinor: '4180000', payouts: 9 },
      { currency: 'EUR', rail: 'swift', amountMinor: '7', payouts: 1 },
    ]),
  ).toEqual([
    {
      currency: 'EUR',
      amountMinor: '9007199254741000',
      payouts: 401,
      rails: [
        { rail: 'sepa', payouts: 400 },
        { rail: 'swift', payouts: 1 },
      ],
    },
    { currency: 'JPY', amountMinor: '4180000', payouts: 9, rails: [{ rail: 'swift', payouts: 9 }] },
  ])
})
