/** If one of these fails, what a message says is told twice, or what could not be read of it is told to nobody. */
import { describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { BookingReport, EntryFacts } from '@/iso20022/report-types'
import { booked, debit, named, status } from '@/stack/test-runner/bank-says'
import { details, document, entry, notification } from '@/stack/test-runner/bank-xml'
import { evidenceIn, idsToLookUp } from './evidence-in'

const charge = '<Chrgs><Rcrd><Amt Ccy="EUR">0.35</Amt></Rcrd></Chrgs>'
const AS_A_WHOLE = 'charged for the whole entry, not for one payment'

it.each<[string, string, [string, string | null, string | null][]]>([
  ['an entry that is nothing but a charge', entry('<Amt Ccy="EUR">0.35</Amt>', charge), [['charge', '35', AS_A_WHOLE]]],
  [
    'a charge of a payment that nobody can name',
    entry('<Amt Ccy="EUR">55.00</Amt>', `${charge}${details('<TxDtls><Amt Ccy="EUR">55.00</Amt></TxDtls>')}`),
    [
      ['unnamed', '5500', null],
      ['charge', '35', 'charged for a payment that the bank does not name'],
    ],
  ],
])('%s is told once', async (_what, xml, expected) => {
  const { documents } = await readBankFile(Buffer.from(document('camt.054.001.08', notification('M1', xml))), 'x.xml')
  const claims = documents.flatMap(({ report }) => (report.kind === 'unreadable' ? [] : [...evidenceIn(report)]))
  expect(claims.map(({ kind, amountMinor, problem }) => [kind, amountMinor, problem])).toEqual(expected)
})

describe('what could not be read of a message', () => {
  const unread = (facts?: Partial<EntryFacts>, createdAt: string | null = null): BookingReport => ({
    ...{ ...booked([], 'camt.053', 'N1'), createdAt, notUnderstood: ['unread'] },
    ...(facts && {
      notUnderstoodIn: [{ amount: null, direction: null, bookingDate: null, reference: null, account: null, moves: false, ...facts }],
    }),
  })
  const told = (report: BookingReport) => [...evidenceIn(report)][0]
  const amount = { amountMinor: 100n, currency: 'EUR' }

  it('is noted with what is known of the entry, for a person has to account for its money', () => {
    const known = { direction: 'debit', bookingDate: '2026-11-25', account: 'DE11', reference: 'BK1' } as const
    const said = { kind: 'note', reference: 'BK1', messageId: 'N1', problem: 'unread', bookedOn: '2026-11-25', account: 'DE11' }
    expect(told(unread({ ...known, amount, moves: true }))).toMatchObject({
      ...{ ...said, direction: 'debit', bankReference: 'BK1', amountMinor: '100', currency: 'EUR' },
      ...{ entryAmountMinor: '100', entryCurrency: 'EUR' },
    })
    expect(told(unread({ ...known, amount }))).toMatchObject({ ...said, amountMinor: null, currency: 'EUR', entryAmountMinor: '100' })
    expect(told(unread(known))).toMatchObject({ ...said, amountMinor: null, currency: null, entryAmountMinor: null })
    expect(told(unread({ amount }))).toMatchObject({ reference: 'N1', bankReference: null })
    expect(told(unread())).toMatchObject({ kind: 'note', reference: 'N1', messageId: 'N1', problem: 'unread', direction: null })
  })

  it('is another note in a message of another year, for ids begin anew', () => {
    const keys = [unread(), unread({}, '2025-01-02'), unread({}, '2026-01-02')].map((report) => told(report)?.key)
    expect(new Set(keys).size).toBe(3)
    expect(told(unread({}, '2026-01-02'))?.key).toBe(keys[2])
    expect(told({ ...unread(), messageId: 'N2' })?.key).not.toBe(keys[0])
  })

  it('comes before what could be', () => {
    const entries = [debit('R1', [{ endToEndId: 'E1', ...amount }])]
    expect([...evidenceIn({ ...unread(), entries })].map(({ kind }) => kind)).toEqual(['note', 'booking'])
  })
})

it('looks up the ids that a bank gives beside, or in place of, an end-to-end id, in every kind of message', () => {
  const one = { endToEndId: 'E1', amountMinor: 1n, currency: 'EUR' }
  expect(idsToLookUp(booked([debit('R1', [one], { transactions: [named(one, { instructionId: 'I1' })] })]))).toEqual(['I1', 'E1'])
  const report = status('M1', [{ endToEndId: 'E2', status: 'ACSP' }])
  const [block] = report.blocks
  const blocks = [{ ...block, transactions: block?.transactions.map((each) => ({ ...each, instructionId: 'I2' })) ?? [] } as never]
  expect(idsToLookUp({ ...report, blocks })).toEqual(['I2', 'E2'])
  expect(idsToLookUp(report)).toEqual([])
})
