/** If one of these fails, a booking counts for the wrong payment, or money that left or came back is accounted for by nothing. */
import { describe, expect, it } from 'vitest'
import type { BookedTransaction, Entry } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, named, type Sent } from '@/stack/test-runner/bank-says'
import type { ZoneOf } from './booking-evidence'
import { evidenceIn } from './evidence-in'

const ACCOUNT = 'DE02120300000000202051'
const sent = (n: number): Sent => ({ endToEndId: `E${n}`, amountMinor: BigInt(100 * n), currency: 'EUR' })
const claims = (entries: readonly Entry[], ours: readonly string[] = [], zoneOf: ZoneOf = () => null) => [
  ...evidenceIn(booked(entries), zoneOf, new Set(ours)),
]
/** "booking E1" */
const told = (...entries: Entry[]) => claims(entries).map(({ kind, reference }) => `${kind} ${reference}`)
const problems = (...entries: Entry[]) => claims(entries).map(({ kind, problem }) => [kind, problem])
/** A debit of one payment, which is told in this way. */
const one = (change: Partial<BookedTransaction>, ofEntry: Partial<Entry> = {}) =>
  debit('one', [sent(1)], { transactions: [named(sent(1), change)], ...ofEntry })
const CHARGE = { amountMinor: 35n, currency: 'EUR' }
const BACK = { ...CHARGE, back: true as const }

describe('a booking', () => {
  it('of a payment by name says what moved, where and when', () => {
    const entry = debit('R1', [sent(1)], { valueDate: '2026-11-26', bookingKey: 'K1', bankReference: 'BK9' })
    expect(claims([entry])).toMatchObject([
      {
        ...{ kind: 'booking', reference: 'E1', endToEndId: 'E1', amountMinor: '100', currency: 'EUR' },
        ...{ account: ACCOUNT, direction: 'debit' },
        ...{ booking: '120300000000202051 K1', bookedOn: '2026-11-25', valueDate: '2026-11-26', bankReference: 'BK9', blockId: null },
        ...{ entryAmountMinor: '100', entryCurrency: 'EUR', reasonText: null, counterparty: null, charges: null, problem: null },
        ...{ accountAmountMinor: null, accountCurrency: null, exchangeRate: null },
      },
    ])
  })

  it('is known by its fingerprint where the bank numbers none, and has no account where none is named', () => {
    expect(claims([debit('R1', [sent(1)], { account: null })])).toMatchObject([{ booking: ' R1', account: null }])
  })

  it('that is only announced, or listed twice in its account, claims nothing more', () => {
    const entry = debit('R1', [sent(1)])
    expect(told({ ...entry, booked: false })).toEqual([])
    expect(told(entry, entry)).toEqual(['booking E1'])
    expect(told(entry, { ...entry, account: 'DE11' })).toEqual(['booking E1', 'booking E1'])
    expect(told(entry, { ...entry, fingerprint: 'R2' })).toEqual(['booking E1', 'booking E1'])
    expect(told({ ...entry, booked: false }, entry)).toEqual(['booking E1'])
    expect(told({ ...entry, account: null }, { ...entry, account: null })).toEqual(['booking E1'])
  })

  it('is of the day that it was at the bank which keeps the account', () => {
    const late = { bookedAt: '2026-11-25T23:30:00Z', valueDate: '2026-11-30', valueAt: '2026-11-30T23:30:00Z' }
    const zones = (account: string | null) => (account === ACCOUNT ? 'Europe/Berlin' : null)
    const dated = (change: Partial<Entry>) => claims([debit('R1', [sent(1)], { ...late, ...change })], [], zones)[0]
    expect(dated({})).toMatchObject({ bookedOn: '2026-11-26', valueDate: '2026-12-01' })
    expect(dated({ account: 'DE11' })).toMatchObject({ bookedOn: '2026-11-25', valueDate: '2026-11-30' })
    expect(dated({ bookingDate: null, valueDate: null })).toMatchObject({ bookedOn: null, valueDate: null })
  })

  it('carries what the payment itself says before what its entry says', () => {
    const counterparty = { name: 'Lucía', account: null }
    const said = { paymentInformationId: 'B1', bankReference: 'OWN', counterparty, information: 'salary', charges: [CHARGE] }
    expect(claims([one(said)])[0]).toMatchObject({ blockId: 'B1', bankReference: 'OWN', counterparty: 'Lucía', charges: { EUR: '35' } })
    expect(claims([one({ information: 'salary', counterparty: { name: null, account: 'X' } })])[0]).toMatchObject({
      counterparty: 'salary',
    })
  })

  it('in another currency says what left the account, at which rate', () => {
    const foreign = { amount: { amountMinor: 9_000n, currency: 'USD' }, exchangeRate: '1.1' }
    const accountAmount = { amountMinor: 8_200n, currency: 'EUR' }
    expect(claims([one({ ...foreign, accountAmount })])[0]).toMatchObject({
      ...{ amountMinor: '9000', currency: 'USD', accountAmountMinor: '8200', accountCurrency: 'EUR', exchangeRate: '1.1' },
    })
    expect(claims([one(foreign)])[0]).toMatchObject({ accountAmountMinor: null, accountCurrency: null, exchangeRate: '1.1' })
    expect(claims([one({ accountAmount, exchangeRate: '1.1' })])[0]).toMatchObject({ accountAmountMinor: null, exchangeRate: null })
  })

  it('with a charge that is given back tells that beside it', () => {
    expect(claims([one({ charges: [CHARGE, BACK] })])).toMatchObject([
      { kind: 'booking', charges: { EUR: '35' } },
      { kind: 'charge', reference: 'E1', amountMinor: '35', endToEndId: 'E1', problem: 'the bank gave back a charge' },
    ])
  })

  it('of a payment that cannot be told is for a person, with its charges', () => {
    const nameless = one({ endToEndId: null, charges: [CHARGE] })
    expect(claims([nameless])).toMatchObject([
      { kind: 'unnamed', reference: 'one', endToEndId: null, amountMinor: '100', problem: null },
      { kind: 'charge', reference: 'one', problem: 'charged for a payment that the bank does not name' },
    ])
    expect(claims([one({ amount: null })])).toMatchObject([{ kind: 'unnamed', reference: 'E1', amountMinor: null, currency: null }])
    expect(told({ ...nameless, entryReference: null })[0]).toBe('unnamed BK-one')
    expect(told({ ...nameless, entryReference: null, bankReference: null })[0]).toBe('unnamed entry')
  })
})

describe('the payment that is named', () => {
  const byInstruction = one({ endToEndId: null, instructionId: 'E7' })

  it('is the one of our instruction id, where there is no end-to-end id', () => {
    expect(claims([byInstruction], ['E7'])).toMatchObject([{ kind: 'booking', reference: 'E7', endToEndId: 'E7' }])
    expect(claims([byInstruction], ['E1'])).toMatchObject([{ kind: 'unnamed', endToEndId: null }])
    const beside = debit('two', [sent(1), sent(2)], {
      transactions: [named(sent(1)), named(sent(2), { endToEndId: null, instructionId: 'E7' })],
    })
    expect(claims([beside], ['E7'])).toMatchObject([{ endToEndId: 'E1' }, { endToEndId: 'E7' }])
  })

  it('is neither where two of ours are named', () => {
    expect(claims([one({ instructionId: 'E7' })], ['E1', 'E7'])).toMatchObject([
      { kind: 'unnamed', endToEndId: null, problem: expect.stringContaining('names two of our payments') },
    ])
  })
})

describe('a batch', () => {
  it('names its block, its count and its sum', () => {
    const entry = batch('R1', 'B1', [sent(1), sent(2)])
    const [of] = entry.batches
    expect(claims([{ ...entry, batches: [{ ...of, messageId: 'M1' } as never] }])).toMatchObject([
      { kind: 'batch', reference: 'B1', blockId: 'B1', messageId: 'M1', payments: 2, amountMinor: '300', currency: 'EUR', problem: null },
    ])
  })

  it('without a sum has no amount, and with one in another currency settles nothing', () => {
    const withSum = (sum: { amountMinor: bigint; currency: string } | null) =>
      claims([batch('R1', 'B1', [sent(1)], { batches: [{ messageId: null, paymentInformationId: 'B1', count: 1, sum }] })])[0]
    expect(withSum(null)).toMatchObject({ kind: 'batch', amountMinor: null, currency: 'EUR', problem: null })
    expect(withSum({ amountMinor: 90n, currency: 'USD' })).toMatchObject({
      ...{ amountMinor: '90', currency: 'USD' },
      problem: 'booked as a batch whose sum is in another currency than the entry, so no payment is settled',
    })
  })

  const block = (id: string | null, count: number | null) => ({ messageId: null, paymentInformationId: id, count, sum: null })
  const inBlock = (n: number, id: string | null, endToEndId: string | null = `E${n}`) =>
    named(sent(n), { paymentInformationId: id, endToEndId })
  it.each<[string, Entry['batches'], BookedTransaction[], string[]]>([
    ['all payments stand beside it by name', [block('B1', 2)], [inBlock(1, 'B1'), inBlock(2, 'B1')], []],
    ['they are of no block', [block('B1', 2)], [inBlock(1, null), inBlock(2, null)], []],
    ['some are of no block', [block('B1', 2)], [inBlock(1, 'B1'), inBlock(2, null)], []],
    ['it does not say how many', [block('B1', null)], [inBlock(1, 'B1')], []],
    ['one of them is missing', [block('B1', 2)], [inBlock(1, 'B1')], ['batch B1']],
    ['one of them has no name', [block('B1', 2)], [inBlock(1, 'B1'), inBlock(2, 'B1', null)], ['batch B1']],
    ['they are of another block', [block('B1', 1)], [inBlock(1, 'B2')], ['batch B1']],
    ['none stands beside it', [block('B1', null)], [], ['batch B1']],
    ['it has no id', [block(null, 2)], [], ['summary one']],
    ['only one of two is told by name', [block('B1', 1), block('B2', 5)], [inBlock(1, 'B1')], ['batch B2']],
  ])('is told, or not, where %s', (_, batches, transactions, expected) => {
    const all = told(debit('one', [sent(1), sent(2)], { batches, transactions }))
    expect(all.filter((each) => !/booking|unnamed/.test(each))).toEqual(expected)
  })

  it('of a credit claims nothing by itself', () => {
    expect(told(batch('R1', 'B1', [sent(1)], { direction: 'credit' }))).toEqual(['credit R1'])
  })
})

describe('an entry that names neither a payment nor a block', () => {
  const bare = debit('one', [sent(1)], { transactions: [], information: 'SALARIES' })

  it('is told as it is', () => {
    expect(claims([bare])).toMatchObject([
      { kind: 'summary', reference: 'one', amountMinor: '100', counterparty: 'SALARIES', blockId: null },
    ])
  })

  it('is told by its charges alone where it is nothing else', () => {
    const of = (amountMinor: bigint, currency = 'EUR') => told({ ...bare, charges: [{ amountMinor, currency }] })
    expect(of(100n)).toEqual(['charge one'])
    expect(of(99n)).toEqual(['charge one', 'summary one'])
    expect(of(100n, 'USD')).toEqual(['charge one', 'summary one'])
    expect(told({ ...bare, charges: [{ ...CHARGE }, { amountMinor: 100n, currency: 'EUR' }] })).toEqual(['charge one', 'charge one'])
  })

  it('and comes in is no return, unless it is a debit taken back: then its words may say why', () => {
    const credit = { ...bare, direction: 'credit' as const, information: 'account closed' }
    expect(claims([credit])).toMatchObject([
      {
        kind: 'credit',
        reference: 'one',
        problem: 'a credit that is not marked as a return',
        counterparty: 'account closed',
        reasonCode: null,
      },
    ])
    expect(claims([{ ...credit, reversal: true }])).toMatchObject([
      {
        ...{ kind: 'credit', problem: 'a debit that the bank reversed without naming its payment' },
        ...{ counterparty: 'account closed', reasonText: 'account closed', reasonCode: 'AC04' },
      },
    ])
  })
})

describe('a payment that comes back', () => {
  it('says why', () => {
    const returned = named(sent(1), { returnReason: { code: 'AC04', text: 'closed' }, charges: [CHARGE, BACK] })
    expect(claims([comesBack('R1', sent(1), 'AC04', { transactions: [returned] })])).toMatchObject([
      {
        kind: 'return',
        reference: 'E1',
        endToEndId: 'E1',
        direction: 'credit',
        reasonCode: 'AC04',
        reasonText: 'closed',
        charges: { EUR: '35' },
      },
      { kind: 'charge', problem: 'the bank gave back a charge' },
    ])
  })

  it('is known by the debit that is taken back, in the words of the entry', () => {
    expect(
      claims([comesBack('R1', sent(1), '', { reversal: true, transactions: [named(sent(1))], information: 'taken back' })]),
    ).toMatchObject([{ kind: 'return', reference: 'E1', reasonCode: null, reasonText: 'taken back' }])
  })

  it('without a name or an amount is for a person', () => {
    const unclear = (change: Partial<BookedTransaction>) =>
      claims([
        comesBack('R1', sent(1), '', { transactions: [named(sent(1), { returnReason: { code: 'AC04', text: 'closed' }, ...change })] }),
      ])
    expect(unclear({ endToEndId: null, charges: [CHARGE] })).toMatchObject([
      {
        ...{ kind: 'credit', reference: 'R1', reasonCode: 'AC04', reasonText: 'closed' },
        problem: 'returned without an end-to-end id or an amount',
      },
      { kind: 'charge', reference: 'R1', problem: 'charged for a return without an end-to-end id or an amount' },
    ])
    expect(unclear({ amount: null })).toMatchObject([{ kind: 'credit', reference: 'E1' }])
  })

  it('is none where the credit is not marked as one', () => {
    const credit = { direction: 'credit', transactions: [named(sent(1), { charges: [CHARGE] })] } as const
    expect(claims([debit('R1', [sent(1)], credit as never)])).toMatchObject([
      { kind: 'credit', reference: 'E1', problem: 'a credit that is not marked as a return', reasonCode: null },
      { kind: 'charge', reference: 'E1', problem: 'charged for a credit that is not marked as a return' },
    ])
  })
})

describe('a debit that takes back an earlier credit', () => {
  const taken = (change: Partial<BookedTransaction>, ofEntry: Partial<Entry> = {}) => one(change, { reversal: true, ...ofEntry })
  const MAY_BE = 'a reversed debit that names a payment: it may be the return of that payment'
  const NOTE = 'a debit that reverses an earlier credit'
  const reason = { returnReason: { code: 'AC04', text: 'closed' } }

  it('may be the return of a payment that it names with a reason', () => {
    expect(claims([taken(reason)])).toMatchObject([
      { kind: 'credit', reference: 'E1', endToEndId: 'E1', amountMinor: '100', reasonCode: 'AC04', reasonText: 'closed', problem: MAY_BE },
    ])
    const two = [named(sent(1)), named(sent(2), reason)]
    expect(claims([debit('R1', [sent(1), sent(2)], { reversal: true, transactions: two })])).toMatchObject([
      { kind: 'credit', reference: 'E2' },
    ])
  })

  it.each<[string, Partial<BookedTransaction>]>([
    ['a name', { ...reason, endToEndId: null }],
    ['an amount', { ...reason, amount: null }],
    ['a reason', {}],
  ])('is only noted without %s', (_, change) => expect(problems(taken(change))).toEqual([['note', NOTE]]))

  it('is noted with what is known of the one payment in it', () => {
    const only = taken({ paymentInformationId: 'B1' }, { information: 'why' })
    expect(claims([only])).toMatchObject([
      { kind: 'note', reference: 'E1', endToEndId: 'E1', blockId: 'B1', amountMinor: '100', reasonCode: null, reasonText: 'why' },
    ])
    expect(claims([taken({ ...reason, endToEndId: null })])).toMatchObject([
      { kind: 'note', reference: 'one', endToEndId: null, blockId: null, reasonCode: 'AC04', reasonText: 'closed' },
    ])
    for (const transactions of [[], [named(sent(1)), named(sent(2))]])
      expect(claims([taken({}, { transactions, information: 'why' })])).toMatchObject([
        { kind: 'note', reference: 'one', endToEndId: null, blockId: null, reasonText: null },
      ])
  })

  it('tells its charges', () => {
    expect(claims([taken({ charges: [CHARGE] })])).toMatchObject([
      {
        kind: 'charge',
        reference: 'E1',
        endToEndId: 'E1',
        amountMinor: '35',
        problem: 'charged for a debit that reverses an earlier credit',
      },
      { kind: 'note' },
    ])
    expect(claims([taken({ charges: [CHARGE], endToEndId: null })])[0]).toMatchObject({
      kind: 'charge',
      reference: 'one',
      endToEndId: null,
    })
  })
})
