/** If one of these fails, what a bank took is counted twice, not at all, or for the wrong payment. */
import { describe, expect, it } from 'vitest'
import type { Charge } from '@/iso20022/charges'
import type { BookedTransaction, Entry } from '@/iso20022/report-types'
import { booked, debit, named, type Sent } from '@/stack/test-runner/bank-says'
import { evidenceIn } from './evidence-in'

const sent = (n: number): Sent => ({ endToEndId: `E${n}`, amountMinor: BigInt(100 * n), currency: 'EUR' })
const charge = (amountMinor: bigint, change: Partial<Charge> = {}): Charge => ({ amountMinor, currency: 'EUR', ...change })
const claims = (entry: Entry) => [...evidenceIn(booked([entry]))]
const AS_A_WHOLE = 'charged for the whole entry, not for one payment'
const GIVEN_BACK = 'the bank gave back a charge'

describe('charges of a payment', () => {
  const ofPayment = (...charges: Charge[]) => claims(debit('R1', [sent(1)], { transactions: [named(sent(1), { charges })] }))[0]

  it('are summed by currency, with the part that is within the amount', () => {
    const all = [charge(10n), charge(5n, { inside: true }), charge(7n, { currency: 'USD' }), charge(3n, { inside: true })]
    expect(ofPayment(...all)).toMatchObject({ charges: { EUR: '18', USD: '7' }, chargesInside: { EUR: '8' } })
    expect(ofPayment(charge(10n))).toMatchObject({ charges: { EUR: '10' }, chargesInside: null })
  })

  it('are none where there are none, or only what is given back', () => {
    expect(ofPayment()).toMatchObject({ charges: null, chargesInside: null })
    expect(ofPayment(charge(10n, { back: true, inside: true }))).toMatchObject({ charges: null, chargesInside: null })
  })
})

describe('charges of a whole entry', () => {
  const beside = (charges: Charge[], ...ofPayments: Charge[][]) => {
    const all = ofPayments.map((_, n) => sent(n + 1))
    const transactions = all.map((each, n) => named(each, { charges: ofPayments[n] ?? [] }))
    return claims(debit('R1', all, { charges, transactions })).filter(({ kind, problem }) => kind === 'charge' && problem !== null)
  }

  it('are told once, with all that the entry cost in that currency, for another file may tell each payment’s part', () => {
    const ofPayments = [
      [charge(10n), charge(1n, { back: true })],
      [charge(20n), charge(9n, { currency: 'USD' })],
    ]
    expect(
      beside([charge(5n), charge(7n, { currency: 'CHF' })], ...ofPayments).filter(({ problem }) => problem === AS_A_WHOLE),
    ).toMatchObject([
      { reference: 'R1', endToEndId: null, amountMinor: '5', currency: 'EUR', charges: { EUR: '35' } },
      { reference: 'R1', endToEndId: null, amountMinor: '7', currency: 'CHF', charges: { CHF: '7' } },
    ])
  })

  it('that are given back say so', () => {
    expect(beside([charge(5n, { back: true })], [charge(10n)])).toMatchObject([{ amountMinor: '5', problem: GIVEN_BACK, charges: null }])
  })
})

describe('an entry that is nothing but charges', () => {
  const own = (transactions: BookedTransaction[], change: Partial<Entry> = {}) =>
    claims(debit('R1', [sent(1), sent(2)], { isCharge: true, information: 'fees', transactions, ...change }))
  const both = [named(sent(1)), named(sent(2))]

  it('is told for each payment that it names', () => {
    expect(own(both)).toMatchObject([
      { kind: 'charge', reference: 'E1', endToEndId: 'E1', amountMinor: '100', bankReference: 'BK-R1', problem: null, counterparty: null },
      { kind: 'charge', reference: 'E2', endToEndId: 'E2', amountMinor: '200', bankReference: 'BK-R1', problem: null },
    ])
    const counterparty = { name: 'Lucía', account: null }
    expect(own([named(sent(1), { bankReference: 'OWN', counterparty }), named(sent(2), { information: 'fee' })])).toMatchObject([
      { bankReference: 'OWN', counterparty: 'Lucía' },
      { bankReference: 'BK-R1', counterparty: 'fee' },
    ])
    expect(own([named(sent(1), { counterparty: { name: null, account: 'X' }, information: 'fee' }), named(sent(2))])[0]).toMatchObject({
      counterparty: 'fee',
    })
  })

  it('of nothing says that nothing was charged', () => {
    for (const direction of ['debit', 'credit'] as const)
      expect(own([], { amount: { amountMinor: 0n, currency: 'EUR' }, direction })).toEqual([])
    const free = named({ ...sent(1), amountMinor: 0n })
    expect(own([free, named(sent(2))], { amount: { amountMinor: 200n, currency: 'EUR' } })).toMatchObject([{ endToEndId: 'E2' }])
  })

  it.each<[string, BookedTransaction[]]>([
    ['names none', []],
    ['does not name one', [named(sent(1)), named(sent(2), { endToEndId: null })]],
    ['has one without an amount', [named(sent(1)), named(sent(2), { amount: null })]],
    ['has one in another currency', [named(sent(1)), named(sent(2), { amount: { amountMinor: 200n, currency: 'USD' } })]],
    ['is of another sum', [named(sent(1)), named(sent(1))]],
    ['names more than one beside its sum', [...both, named({ ...sent(3), currency: 'USD' })]],
  ])('is for a person where it %s', (_, transactions) => {
    expect(own(transactions)).toMatchObject([
      {
        ...{ kind: 'charge', reference: 'R1', endToEndId: null, amountMinor: '300', counterparty: 'fees' },
        problem: 'charged separately, without naming a payment',
      },
    ])
  })

  it('that comes in, or is taken back, was given back', () => {
    for (const change of [{ direction: 'credit' }, { reversal: true }] as const)
      expect(own(both, change)).toMatchObject([
        { kind: 'charge', reference: 'R1', endToEndId: null, amountMinor: '300', problem: GIVEN_BACK },
      ])
  })
})
